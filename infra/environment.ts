import type { EnvironmentName } from '../shared/contract/environment.ts';
import type { Identity } from './constructs/identity.ts';
import type { Tables } from './constructs/tables.ts';
import type { Settings } from './settings.ts';

/** The environment of every function, complete by its type; the fan-out function is known to the one that invokes it, and its share has a default. */
export const functionEnvironment = (
  settings: Settings,
  tables: Tables,
  queues: { readonly tick: string; readonly settle: string },
  identity: Identity,
  streamUrl: string,
  history: { readonly functionName: string; readonly exportsBucket: string },
): Record<Exclude<EnvironmentName, 'FAN_OUT_FUNCTION' | 'FAN_OUT_CONNECTIONS'>, string> => ({
  USERS_TABLE: tables.users.tableName,
  TRADES_TABLE: tables.trades.tableName,
  LOGS_TABLE: tables.logs.tableName,
  LEDGER_TABLE: tables.ledger.tableName,
  MARKET_TABLE: tables.market.tableName,
  CONNECTIONS_TABLE: tables.connections.tableName,
  STREAM_URL: streamUrl,
  TICK_QUEUE_URL: queues.tick,
  SETTLE_QUEUE_URL: queues.settle,
  HISTORY_FUNCTION: history.functionName,
  EXPORTS_BUCKET: history.exportsBucket,
  USER_POOL_ID: identity.pool.userPoolId,
  USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
  TOKEN_ISSUER: identity.pool.userPoolProviderUrl,
  ALLOW_SIGN_UP: String(settings.allowSignUp),
  WRITES_PER_SECOND: String(settings.writesPerSecond),
  WRITE_BURST: String(settings.writeBurst),
  FEEDS: settings.feeds.join(','),
  SYMBOLS: settings.symbols.join(','),
  TICK_SECONDS: String(settings.tickSeconds),
  BINANCE_API_URL: settings.binanceApiUrl,
  COINBASE_API_URL: settings.coinbaseApiUrl,
  COINGECKO_API_URL: settings.coingeckoApiUrl,
  INDEX_SHARDS: String(settings.indexShards),
  PRICE_BOUND: String(settings.priceBound),
  QUOTE_STALE_SECONDS: String(settings.quoteStaleSeconds),
  DISAGREEMENT_BOUND: String(settings.disagreementBound),
  LOG_LEVEL: settings.logLevel,
});
