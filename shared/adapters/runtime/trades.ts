import { announcingSales } from '../../application/announce.ts';
import type { OrderPorts } from '../../application/ports.ts';
import type { WatchlistPorts } from '../../application/watchlists.ts';
import { saleStore } from '../dynamodb/sale-store.ts';
import { watchlistStore } from '../dynamodb/watchlist-store.ts';
import { announcing } from './announcing.ts';
import { environment, once, sharedClient, tableNames } from './process.ts';
import { requestPorts } from './requests.ts';

/** What answers for trades, orders and watchlists. */
export const tradePorts = once((): OrderPorts & WatchlistPorts => {
  const env = environment();
  const context = { client: sharedClient(), tables: tableNames(env), shards: env.INDEX_SHARDS };
  return {
    ...requestPorts(),
    sales: announcingSales(saleStore(context), announcing()),
    watchlists: watchlistStore(sharedClient(), env.USERS_TABLE),
  };
});
