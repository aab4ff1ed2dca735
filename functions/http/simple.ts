import { requestPorts, writes } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { simpleErrors } from '../middleware/error-styles.ts';
import { simpleRoutes } from './simple-routes.ts';

export const handler = defineHandler(simpleRoutes(requestPorts()), {
  errors: simpleErrors,
  limiter: writes(),
});
