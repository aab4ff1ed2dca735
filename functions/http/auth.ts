import { authPorts } from '../../shared/adapters/auth-runtime.ts';
import { writes } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { authRoutes } from './auth-routes.ts';
import { meRoutes } from './me-routes.ts';

const ports = authPorts();

export const handler = defineHandler([...authRoutes(ports), ...meRoutes(ports)], { limiter: writes() });
