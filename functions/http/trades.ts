import { orderPorts, watchlists, writes } from '../../shared/adapters/runtime.ts';
import { defineHandler } from '../define-handler.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { overviewRoute } from './overview-route.ts';
import { tradeRoutes } from './trade-routes.ts';
import { watchlistRoutes } from './watchlist-routes.ts';

const ports = orderPorts();

export const handler = defineHandler(
  [
    ...tradeRoutes(ports),
    ...bulkRoutes(ports),
    ...orderRoutes(ports),
    ...watchlistRoutes({ ...ports, watchlists: watchlists() }),
    overviewRoute(ports),
  ],
  {
    limiter: writes(),
  },
);
