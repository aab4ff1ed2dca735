import type { Account } from '../domain/accounts/account.ts';
import type { Candle } from '../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { BatchState } from './market-store.ts';

/** A minute of one market that was written, or written anew; null: nothing was traded in it. */
export interface WrittenMinute {
  readonly batch: number;
  readonly openTime: number;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly candle: Candle | null;
  /** It said something else of this market before. */
  readonly isMended: boolean;
}

/** What happened to the tables, as their streams tell it, once at least and each item's in order. */
export type Change =
  | { readonly kind: 'tick'; readonly before?: BatchState | undefined; readonly after: BatchState }
  | { readonly kind: 'minutes'; readonly minutes: readonly WrittenMinute[] }
  /** `checkedAt` of the board before and after, ms. */
  | { readonly kind: 'board'; readonly before: number; readonly after: number }
  | { readonly kind: 'trade'; readonly before?: Trade | undefined; readonly after: Trade }
  | { readonly kind: 'account'; readonly before?: Account | undefined; readonly after: Account }
  | { readonly kind: 'key_revoked'; readonly userId: string; readonly keyId: string }
  /** Sessions begun before `from` (ms, real time) are over. */
  | { readonly kind: 'sessions_ended'; readonly userId: string; readonly from: number }
  | { readonly kind: 'user_erased'; readonly userId: string }
  /** Cannot be read: never expected, told to nobody. */
  | { readonly kind: 'corrupt'; readonly key: string; readonly reason: string };
