import { authPorts, ticketPorts } from '../../shared/adapters/auth-runtime.ts';
import { writes } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { authRoutes } from './auth-routes.ts';
import { meRoutes } from './me-routes.ts';
import { streamRoutes } from './stream-routes.ts';

const ports = authPorts();

export const handler = defineHandler(
  [...authRoutes(ports), ...meRoutes(ports), ...streamRoutes(ticketPorts())],
  { limiter: writes() },
);
