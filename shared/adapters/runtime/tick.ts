import type { TickPorts } from '../../application/ports.ts';
import { armingNotices } from '../dynamodb/arming-notices.ts';
import { marketStore } from '../dynamodb/market-store.ts';
import { sleep } from '../dynamodb/retry.ts';
import { sampleStore } from '../dynamodb/sample-store.ts';
import { tradeStore } from '../dynamodb/trade-store.ts';
import { triggerIndex } from '../dynamodb/trigger-index.ts';
import { createFeeds } from '../feeds/index.ts';
import { recentPaths } from '../feeds/recent-paths.ts';
import { settleQueue } from '../sqs/settle-queue.ts';
import { tickQueue } from '../sqs/tick-queue.ts';
import { listings, roster } from './caches.ts';
import { environment, once, settingsOf, sharedClient, tableNames } from './process.ts';

/** Paths serve the messages of one storm for so long, ms: a fraction of a slot. */
const PATHS_KEPT = 5_000;

/** What a tick needs that does not change from one to the next: adapters keep their connections. */
type LastingPorts = Omit<TickPorts, 'elapsed' | 'report'>;

/** The composition root of the tick: apart from the request handlers', for these need no exchange. */
export const tickPorts = once((): LastingPorts => {
  const env = environment();
  const client = sharedClient();
  const feeds = createFeeds(env, { samples: sampleStore(client, env.MARKET_TABLE) });
  return {
    trades: tradeStore(client, tableNames(env), env.INDEX_SHARDS),
    triggers: triggerIndex(client, env.TRADES_TABLE, env.INDEX_SHARDS),
    notices: armingNotices(client, env.MARKET_TABLE),
    wall: Date.now,
    market: marketStore(client, env.MARKET_TABLE),
    roster: roster(),
    listings: listings(),
    queue: tickQueue(env.TICK_QUEUE_URL),
    settlements: settleQueue(env.SETTLE_QUEUE_URL),
    venues: feeds.venues,
    quoteSources: feeds.quoteSources,
    settings: settingsOf(env),
    sleep,
  };
});

/** The composition root of settling what was handed over: all is settled here, and nothing handed on. */
export const settlePorts = once((): LastingPorts => {
  const { settlements: _, ...ports } = tickPorts();
  return { ...ports, venues: ports.venues.map((venue) => recentPaths(venue, PATHS_KEPT, Date.now)) };
});

export { parseSettleMessage } from '../sqs/settle-message.ts';
export { parseTickMessage } from '../sqs/tick-message.ts';
