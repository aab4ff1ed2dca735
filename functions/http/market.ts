import { requestPorts } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { boardRoutes } from './board-routes.ts';
import { marketRoutes } from './market-routes.ts';

export const handler = defineHandler([...marketRoutes(requestPorts()), ...boardRoutes(requestPorts())]);
