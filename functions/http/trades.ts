import { tradePorts } from '../../shared/adapters/runtime/trades.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { defineHandler } from '../define-handler.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { overviewRoute } from './overview-route.ts';
import { tradeRoutes } from './trade-routes.ts';
import { watchlistRoutes } from './watchlist-routes.ts';

const ports = tradePorts();

export const handler = defineHandler(
  [
    ...tradeRoutes(ports),
    ...bulkRoutes(ports),
    ...orderRoutes(ports),
    ...watchlistRoutes(ports),
    overviewRoute(ports),
  ],
  {
    limiter: writes(),
  },
);
