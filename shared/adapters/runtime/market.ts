import type { MarketPorts } from '../../application/ports.ts';
import { boardStore } from '../dynamodb/board-store.ts';
import { marketStateStore } from '../dynamodb/market-state-store.ts';
import { listings, roster } from './caches.ts';
import { environment, once, settingsOf, sharedClient } from './process.ts';

/** What answers for prices, instruments, the board and the status: it reads the market table alone. */
export const marketPorts = once((): MarketPorts => {
  const env = environment();
  const client = sharedClient();
  return {
    market: marketStateStore(client, env.MARKET_TABLE),
    boards: boardStore(client, env.MARKET_TABLE),
    roster: roster(),
    listings: listings(),
    settings: settingsOf(env),
  };
});
