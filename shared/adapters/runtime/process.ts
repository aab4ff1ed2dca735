import type { Settings } from '../../application/ports.ts';
import { type Environment, parseEnvironment } from '../../contract/environment.ts';
import { documentClient, type TableNames } from '../dynamodb/client.ts';

/** Made on first use, then kept for the life of the Lambda's process. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** @throws Error naming what is wrong with the environment */
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
