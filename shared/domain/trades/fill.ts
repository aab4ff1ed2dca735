import type { Resolution } from '../market/path.ts';
import type { VenueId } from '../market/symbol.ts';
import type { Money, Price, Quantity } from '../money/decimal.ts';

export type LegName =
  | 'entry'
  | 'take_profit'
  | 'target'
  | 'stop_loss'
  | 'trailing_stop'
  | 'liquidation'
  | 'close';
export type Liquidity = 'maker' | 'taker';

/** The element of the path that fired a leg, as the venue gave it. */
export type EvidencePoint =
  | {
      readonly kind: 'print' | 'sample';
      readonly time: number;
      readonly price: number;
      readonly id?: number;
    }
  | {
      readonly kind: 'bar';
      readonly openTime: number;
      readonly closeTime: number;
      readonly open: number;
      readonly high: number;
      readonly low: number;
      readonly close: number;
    };

export type Reading = 'OLHC' | 'OHLC';

/** What the other reading of the bar would have given: never worse than what was taken. */
export interface BetterOutcome {
  readonly reading: Reading;
  /** Value of the trade at the bar's close, quote currency, as compared (fill rules, 4.2). */
  readonly value: Money;
  readonly takenValue: Money;
  readonly events: readonly {
    readonly leg: LegName;
    readonly price: Price | null;
  }[];
}

/** Why this fill, at this price. */
export interface Evidence {
  /** The rule of docs/fill-rules.md, section 3, in words. */
  readonly rule: FillRule;
  /** What the leg waited for; null for a market leg. */
  readonly trigger: Price | null;
  readonly point: EvidencePoint;
  readonly source: VenueId;
  readonly resolution: Resolution;
  readonly reading?: Reading;
  readonly better?: BetterOutcome;
}

export type FillRule =
  | 'market_first_point'
  | 'limit_marketable_at_first_point'
  | 'limit_at_its_price'
  | 'stop_gap'
  | 'stop_touched';

/** A fill as the trade itself keeps it. */
export interface FillRecord {
  /** `tradeId#leg#n`: a repeat is the same id. */
  readonly id: string;
  readonly leg: LegName;
  /** Venue time, ms. */
  readonly time: number;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly notional: Money;
  readonly fee: Money;
  readonly liquidity: Liquidity;
  readonly ambiguous: boolean;
  readonly late: boolean;
  /** The order that it is a part of, where a lot was closed in parts. */
  readonly orderId?: string;
}

/** A fill as the ledger and the log keep it. */
export interface Fill extends FillRecord {
  readonly evidence: Evidence;
}
