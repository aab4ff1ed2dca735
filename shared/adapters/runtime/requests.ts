import { ulid } from 'ulid';
import { announcingTrades } from '../../application/announce.ts';
import type { RequestPorts } from '../../application/ports.ts';
import { accountStore } from '../dynamodb/account-store.ts';
import { marketStateStore } from '../dynamodb/market-state-store.ts';
import { sleep } from '../dynamodb/retry.ts';
import { tradeStore } from '../dynamodb/trade-store.ts';
import { tickQueue } from '../sqs/tick-queue.ts';
import { announcing } from './announcing.ts';
import { listings, roster } from './caches.ts';
import { environment, once, settingsOf, sharedClient, tableNames } from './process.ts';

/** What every request that trades needs. */
export const requestPorts = once((): RequestPorts => {
  const env = environment();
  const client = sharedClient();
  return {
    trades: announcingTrades(tradeStore(client, tableNames(env), env.INDEX_SHARDS), announcing()),
    accounts: accountStore(client, tableNames(env)),
    market: marketStateStore(client, env.MARKET_TABLE),
    roster: roster(),
    listings: listings(),
    queue: tickQueue(env.TICK_QUEUE_URL),
    settings: settingsOf(env),
    newId: ulid,
    sleep,
  };
});
