import { expect, it } from 'vitest';
import { accountRoutes } from '../../../functions/http/account-routes.ts';
import { authRoutes } from '../../../functions/http/auth-routes.ts';
import { boardRoutes } from '../../../functions/http/board-routes.ts';
import { bookRoutes } from '../../../functions/http/book-routes.ts';
import { bulkRoutes } from '../../../functions/http/bulk-routes.ts';
import { candleRoutes } from '../../../functions/http/candle-routes.ts';
import { marketRoutes } from '../../../functions/http/market-routes.ts';
import { meRoutes } from '../../../functions/http/me-routes.ts';
import { orderRoutes } from '../../../functions/http/order-routes.ts';
import { overviewRoute } from '../../../functions/http/overview-route.ts';
import { simpleRoutes } from '../../../functions/http/simple-routes.ts';
import { streamRoutes } from '../../../functions/http/stream-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { watchlistRoutes } from '../../../functions/http/watchlist-routes.ts';
import type { AuthPorts } from '../../../shared/application/auth-ports.ts';
import type { BookPorts, OrderPorts } from '../../../shared/application/ports.ts';
import type { WatchlistPorts } from '../../../shared/application/watchlists.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { memoryPorts } from './memory-ports.ts';

const { ports } = memoryPorts();

/** API Gateway sends each operation to the Lambda of its group: that Lambda must know it. */
it.each([
  [
    'trades',
    [
      ...tradeRoutes(ports),
      ...bulkRoutes(ports),
      ...orderRoutes(ports as unknown as OrderPorts),
      ...watchlistRoutes(ports as unknown as WatchlistPorts),
      overviewRoute(ports),
    ],
  ],
  // Routes ask their ports for nothing before they are asked themselves.
  [
    'accounts',
    [...accountRoutes(ports as unknown as BookPorts), ...bookRoutes(ports as unknown as BookPorts)],
  ],
  ['market', [...marketRoutes(ports), ...boardRoutes(ports)]],
  ['candles', candleRoutes({} as never)],
  ['simple', simpleRoutes(ports)],
  // No route asks its ports for anything before it is called.
  ['auth', [...authRoutes({} as AuthPorts), ...meRoutes({} as AuthPorts), ...streamRoutes({} as never)]],
] as const)('the Lambda of %s answers every operation of its group, and no other', (group, routes) => {
  const expected = operations.filter((operation) => operation.group === group).map(({ id }) => id);
  expect(routes.map(({ operation }) => operation.id).sort()).toEqual([...expected].sort());
});
