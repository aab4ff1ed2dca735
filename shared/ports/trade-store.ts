import type { AccountDelta } from '../domain/accounts/account.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { LogRow } from '../domain/trades/event.ts';
import type { Fill } from '../domain/trades/fill.ts';
import type { Trade } from '../domain/trades/trade.ts';

export interface TradeKey {
  readonly userId: string;
  readonly tradeId: string;
}

/** The change of one trade that is written as a whole or not at all. */
export interface Settlement {
  /** The version that the trade must still have. */
  readonly expectedVersion: number;
  readonly trade: Trade;
  readonly rows: readonly LogRow[];
  readonly fills: readonly Fill[];
  readonly account: AccountDelta | undefined;
}

/** A settlement that was not written: the trade has changed, or its account cannot pay the entry. */
export interface Unwritten {
  readonly key: TradeKey;
  readonly because: 'stale' | 'insufficient_funds';
}

/** A trade has changed since it was read: reload it and decide again. */
export class StaleTradeError extends Error {
  override readonly name = 'StaleTradeError';
  readonly key: TradeKey;
  constructor(key: TradeKey) {
    super(`trade ${key.tradeId} has changed since it was read`);
    this.key = key;
  }
}

/** The stored item of a trade cannot be read as a trade. */
export class CorruptTradeError extends Error {
  override readonly name = 'CorruptTradeError';
  readonly key: TradeKey;
  constructor(key: TradeKey, reason: string) {
    super(`trade ${key.tradeId} is corrupt: ${reason}`);
    this.key = key;
  }
}

export const isReadable = (trade: Trade | CorruptTradeError): trade is Trade =>
  !(trade instanceof CorruptTradeError);

/** The store did not answer, or refused for load, beyond the bounded retries: nothing is wrong with what was sent. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** When to try again. */
  readonly retryAfterSeconds: number;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterSeconds?: number } = {}) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1;
  }
}

export type CreateOutcome =
  | { readonly outcome: 'created' }
  /** The same clientTradeId with the same body: the trade made then. */
  | { readonly outcome: 'repeated'; readonly tradeId: string }
  /** The same clientTradeId with another body. */
  | { readonly outcome: 'conflict'; readonly tradeId: string }
  | { readonly outcome: 'no_account' }
  | { readonly outcome: 'insufficient_funds' };

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; undefined on the last page. */
  readonly next: string | undefined;
}

/** A page cursor that is not one of this list's. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** What a clientTradeId made before. */
export interface EarlierTrade {
  readonly tradeId: string;
  readonly bodyHash: string;
}

export interface TradeStore {
  /** Strongly consistent; undefined where this user has not used the id. */
  earlier(userId: string, clientTradeId: string): Promise<EarlierTrade | undefined>;
  /** Writes the trade, its first log row and its clientTradeId in one transaction. `bodyHash` tells repeats apart. */
  create(trade: Trade, row: LogRow, bodyHash: string): Promise<CreateOutcome>;
  /** Strongly consistent; undefined where this user has no such trade. @throws CorruptTradeError */
  load(key: TradeKey): Promise<Trade | undefined>;
  /** Strongly consistent; a corrupt item is an error in the answer, never a throw. */
  loadMany(keys: readonly TradeKey[]): Promise<(Trade | CorruptTradeError)[]>;
  /** One settlement alone; or nothing, where the account cannot pay what it needs. @throws StaleTradeError */
  settle(settlement: Settlement): Promise<'settled' | 'insufficient_funds'>;
  /**
   * Settlements of one account in shared transactions; answers what was not written, and why.
   * @throws StoreUnavailableError
   */
  settleTogether(settlements: readonly Settlement[]): Promise<Unwritten[]>;
  /** Marks a trade that cannot be evaluated: its path is evaluated again from `from` (ms). Its next settlement lifts the mark. */
  park(key: TradeKey, from: number, reason: string): Promise<void>;
  /** Pending and open trades of a user, newest first. */
  active(userId: string, page: { limit: number; cursor?: string }): Promise<Page<Trade>>;
  /** What the pending and open trades of a user are in, be they readable or not; each once. */
  symbolsInUse(userId: string): Promise<readonly MarketSymbol[]>;
  /** All trades of a user, newest first, of these statuses. */
  list(
    userId: string,
    filter: { statuses?: readonly Trade['status'][]; symbol?: MarketSymbol },
    page: { limit: number; cursor?: string },
  ): Promise<Page<Trade>>;
  /** In order. */
  logs(tradeId: string, page: { limit: number; cursor?: string }): Promise<Page<LogRow>>;
}
