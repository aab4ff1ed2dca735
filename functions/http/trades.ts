import { requestPorts, writes } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { overviewRoute } from './overview-route.ts';
import { tradeRoutes } from './trade-routes.ts';

const ports = requestPorts();

export const handler = defineHandler([...tradeRoutes(ports), overviewRoute(ports)], { limiter: writes() });
