import type { CashEntry, LedgerEntry } from '../domain/accounts/ledger.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { Money } from '../domain/money/decimal.ts';
import type { AccountKey } from './account-store.ts';
import type { Page } from './trade-store.ts';

export interface LedgerFilter {
  readonly kind?: LedgerEntry['kind'] | undefined;
  readonly symbol?: MarketSymbol | undefined;
  /** ms, both ends inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface LedgerStore {
  /** What this clientEntryId made before, in whichever book of the account; strongly consistent. */
  earlier(key: AccountKey, clientEntryId: string): Promise<CashEntry | undefined>;
  /**
   * The entry and what it does to the account, all or nothing, once. `taken`: the clientEntryId has made another entry.
   * @throws StoreUnavailableError
   */
  book(key: AccountKey, entry: CashEntry): Promise<'booked' | 'insufficient_funds' | 'not_active' | 'taken'>;
  /** Newest first; strongly consistent. A page may hold fewer than asked for and still have a next one. */
  list(
    key: AccountKey,
    filter: LedgerFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<LedgerEntry>>;
}

/** What an account was worth at a moment. */
export interface ValueSample {
  /** ms */
  readonly time: number;
  readonly total: Money;
  /** Deposits less withdrawals by then. */
  readonly paidIn: Money;
  /** Something of it was valued at a price older than its bound. */
  readonly stale?: true | undefined;
}

export interface ValueStore {
  /** One a clock hour: false where there is one. `coarse` marks those that tell the years. */
  put(key: AccountKey, sample: ValueSample, coarse: boolean): Promise<boolean>;
  /** In order of time, both ends inclusive (ms). */
  list(
    key: AccountKey,
    range: { from: number; to: number },
    resolution: 'hours' | 'coarse',
  ): Promise<ValueSample[]>;
  /** The last one at or before this moment. */
  lastBefore(key: AccountKey, time: number): Promise<ValueSample | undefined>;
}
