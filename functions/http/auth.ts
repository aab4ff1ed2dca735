import { authPorts, ticketPorts } from '../../shared/adapters/runtime/auth.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { defineHandler } from '../define-handler.ts';
import { authRoutes } from './auth-routes.ts';
import { meRoutes } from './me-routes.ts';
import { streamRoutes } from './stream-routes.ts';

const ports = authPorts();

export const handler = defineHandler(
  [...authRoutes(ports), ...meRoutes(ports), ...streamRoutes(ticketPorts())],
  { limiter: writes() },
);
