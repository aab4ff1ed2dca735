import { requestPorts } from '../../shared/adapters/runtime/requests.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { defineHandler } from '../define-handler.ts';
import { simpleErrors } from '../middleware/error-styles.ts';
import { simpleRoutes } from './simple-routes.ts';

export const handler = defineHandler(simpleRoutes(requestPorts()), {
  errors: simpleErrors,
  limiter: writes(),
});
