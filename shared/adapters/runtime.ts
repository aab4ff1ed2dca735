import { ulid } from 'ulid';
import { announcingSales, announcingTrades } from '../application/announce.ts';
import type { BookPorts, OrderPorts, RequestPorts, Settings } from '../application/ports.ts';
import type { ReviewPorts } from '../application/review-roster.ts';
import { type Environment, parseEnvironment } from '../contract/environment.ts';
import type { WriteLimiter } from '../ports/write-limiter.ts';
import { accountStore } from './dynamodb/account-store.ts';
import { armingNotices } from './dynamodb/arming-notices.ts';
import { boardStore } from './dynamodb/board-store.ts';
import { candleArchive } from './dynamodb/candle-archive.ts';
import { documentClient, type TableNames } from './dynamodb/client.ts';
import { ledgerStore } from './dynamodb/ledger-store.ts';
import { listingStore } from './dynamodb/listing-store.ts';
import { marketStore } from './dynamodb/market-store.ts';
import { sleep } from './dynamodb/retry.ts';
import { rosterStore } from './dynamodb/roster-store.ts';
import { saleStore } from './dynamodb/sale-store.ts';
import { tradeStore } from './dynamodb/trade-store.ts';
import { valueStore } from './dynamodb/value-store.ts';
import { watchlistStore } from './dynamodb/watchlist-store.ts';
import { writeLimiter } from './dynamodb/write-limiter.ts';
import { tickQueue } from './sqs/tick-queue.ts';

/** Made on first use, then kept for the life of the Lambda's process. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

export const environment = once((): Environment => parseEnvironment(process.env));
export const sharedClient = once(documentClient);

export const tableNames = (env: Environment): TableNames => ({
  users: env.USERS_TABLE,
  trades: env.TRADES_TABLE,
  logs: env.LOGS_TABLE,
  ledger: env.LEDGER_TABLE,
  market: env.MARKET_TABLE,
});

export const settingsOf = (env: Environment): Settings => ({
  feeds: env.FEEDS,
  symbols: env.SYMBOLS,
  tickSeconds: env.TICK_SECONDS,
  priceBound: env.PRICE_BOUND,
  quoteStaleMs: env.QUOTE_STALE_SECONDS * 1000,
  disagreementBound: env.DISAGREEMENT_BOUND,
});

/** One for all that a process does: they keep what they have read for a while. */
export const roster = once(() => rosterStore(sharedClient(), environment().MARKET_TABLE));
export const watchlists = once(() => watchlistStore(sharedClient(), environment().USERS_TABLE));
export const listings = once(() => listingStore(sharedClient(), environment().MARKET_TABLE));

/** What requests arm, they announce to the ticks. */
const announcing = once(() => {
  const { MARKET_TABLE, SYMBOLS } = environment();
  const notices = armingNotices(sharedClient(), MARKET_TABLE);
  return { notices, symbols: SYMBOLS, roster: roster(), wall: Date.now };
});

/** The composition root of the request handlers. @throws Error naming what is wrong with the environment */
export const requestPorts = once((): RequestPorts => {
  const env = environment();
  const client = sharedClient();
  return {
    trades: announcingTrades(tradeStore(client, tableNames(env), env.INDEX_SHARDS), announcing()),
    accounts: accountStore(client, tableNames(env)),
    market: marketStore(client, env.MARKET_TABLE),
    boards: boardStore(client, env.MARKET_TABLE),
    roster: roster(),
    listings: listings(),
    queue: tickQueue(env.TICK_QUEUE_URL),
    settings: settingsOf(env),
    newId: ulid,
    sleep,
  };
});

/** What answers for trades and orders. */
export const orderPorts = once((): OrderPorts => {
  const env = environment();
  const context = { client: sharedClient(), tables: tableNames(env), shards: env.INDEX_SHARDS };
  return { ...requestPorts(), sales: announcingSales(saleStore(context), announcing()) };
});

/** Of the writes of each user; undefined where the environment sets no limit. */
export const writes = once((): WriteLimiter | undefined => {
  const { USERS_TABLE, WRITES_PER_SECOND: perSecond, WRITE_BURST: burst } = environment();
  return perSecond === 0 ? undefined : writeLimiter(sharedClient(), USERS_TABLE, { perSecond, burst });
});

/** The composition root of what answers for accounts and books, and of the job that samples them. */
export const bookPorts = once((): BookPorts => {
  const env = environment();
  const client = sharedClient();
  return {
    ...requestPorts(),
    accounts: accountStore(client, tableNames(env)),
    ledger: ledgerStore(client, tableNames(env)),
    values: valueStore(client, tableNames(env)),
  };
});

/** What the hourly job needs besides. */
export const reviewPorts = once((): ReviewPorts => ({ ...bookPorts(), watchlists: watchlists() }));

/** What the schedule needs: it plans and sends, and reads nothing but the roster. */
export const schedulePorts = once(() => ({
  roster: roster(),
  settings: settingsOf(environment()),
  queue: tickQueue(environment().TICK_QUEUE_URL),
}));

/** What packs the days of candles. */
export const packPorts = once(() => {
  const { MARKET_TABLE } = environment();
  return {
    market: marketStore(sharedClient(), MARKET_TABLE),
    archive: candleArchive(sharedClient(), MARKET_TABLE),
  };
});
