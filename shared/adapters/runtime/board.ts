import type { BoardJobPorts } from '../../application/refresh-board.ts';
import { boardStore, knowingNames } from '../dynamodb/board-store.ts';
import { marketStateStore } from '../dynamodb/market-state-store.ts';
import { createBoardSources } from '../feeds/index.ts';
import { listings } from './caches.ts';
import { environment, once, settingsOf, sharedClient } from './process.ts';

/** The composition root of the board job: it asks the exchanges, as the tick does, and nothing of any user. */
export const boardPorts = once((): Omit<BoardJobPorts, 'elapsed' | 'report'> => {
  const env = environment();
  const client = sharedClient();
  return {
    boards: knowingNames(boardStore(client, env.MARKET_TABLE)),
    market: marketStateStore(client, env.MARKET_TABLE),
    listings: listings(),
    sources: createBoardSources(env),
    settings: settingsOf(env),
  };
});
