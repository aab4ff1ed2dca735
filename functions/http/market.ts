import { marketPorts } from '../../shared/adapters/runtime/market.ts';
import { defineHandler } from '../define-handler.ts';
import { boardRoutes } from './board-routes.ts';
import { marketRoutes } from './market-routes.ts';

const ports = marketPorts();

export const handler = defineHandler([...marketRoutes(ports), ...boardRoutes(ports)]);
