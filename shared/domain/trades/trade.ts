import type { MarketSymbol, VenueId } from '../market/symbol.ts';
import type { Money, Price, Quantity, Rate } from '../money/decimal.ts';
import type { FillRecord } from './fill.ts';

export type Direction = 'long' | 'short';

export type EntryPlan =
  | { readonly type: 'market' }
  | {
      readonly type: 'limit';
      readonly limit: Price;
      /** Rejected where it would take. */
      readonly postOnly?: true;
    }
  | { readonly type: 'stop'; readonly stop: Price }
  | {
      readonly type: 'stop_limit';
      readonly stop: Price;
      readonly limit: Price;
    }
  /** Two entries, the first that fires cancels the other. */
  | {
      readonly type: 'oco';
      readonly limit: Price;
      readonly stop: Price;
      /** The limit that the stop becomes; absent: the market. */
      readonly stopLimit?: Price;
    };

/** A part of the trade that is given back at a price of its own. */
export interface Target {
  readonly price: Price;
  readonly quantity: Quantity;
}

/** How far behind the best price it follows: quote currency, or percent of that price. */
export type TrailingDistance =
  | { readonly amount: Price; readonly percent?: undefined }
  | { readonly percent: Rate; readonly amount?: undefined };

export type Trailing = TrailingDistance & {
  /** It begins to follow once the price has been here. */
  readonly activation?: Price;
};

/** The exits planned for a trade; each may be absent (fill rules, 9.2). */
export interface Exits {
  readonly takeProfit?: Price;
  readonly stopLoss?: Price;
  /** The limit that the stop loss becomes; absent: the market. */
  readonly stopLimit?: Price;
  readonly trailing?: Trailing;
  /** Nearest first. */
  readonly targets?: readonly Target[];
  /** The stop loss moves to the entry's average price once the first target is filled. */
  readonly breakEven?: true;
  /** What they close together at most, base units; absent: everything. */
  readonly covers?: Quantity;
  /** Longest holding time, ms from the first entry fill. */
  readonly timeOut?: number;
  /** Minute of the day, UTC, at which it is closed: 0 to 1439. */
  readonly dailyClose?: number;
}

/** How much of the market a trade takes at a time (fill rules, 9.4). */
export interface Execution {
  /** Share of each element's volume, more than 0, at most 1. */
  readonly participation?: Rate;
  /** The most that a limit leg fills at a time, base units. */
  readonly visible?: Quantity;
}

/** What the account and the instrument said when the trade was made: fills depend on nothing that moves. */
export interface Terms {
  readonly makerRate: Rate;
  readonly takerRate: Rate;
  /** Adverse slippage of market and stop fills, in basis points. */
  readonly slippageBps: number;
  readonly tickSize: Price;
  /** Trades made before this was kept have none. */
  readonly lotSize?: Quantity;
}

/** A part of what is open that its owner gives back by hand: at the market, or at a limit that waits. */
export interface PartialClose {
  /** The order that it belongs to. */
  readonly id: string;
  /** What is not yet filled of it. */
  readonly quantity: Quantity;
  readonly limit?: Price;
}

/** A change of exits: a value sets, null removes, absent leaves as it is. */
export type ExitChanges = { readonly [Name in keyof Exits]?: Exits[Name] | null };

/** A change of an entry that still waits: the same type of entry at other prices, another quantity or good-till time. */
export interface EntryChanges {
  readonly entry?: EntryPlan;
  readonly quantity?: Quantity;
  /** Venue time, ms; null removes it. */
  readonly goodTill?: number | null;
}

/** What a user asked for and what the path has not yet reached. `at` is venue time, ms. */
export type Command =
  | { readonly kind: 'cancel'; readonly at: number }
  /** Without a part: all that is open, at the market. */
  | { readonly kind: 'close'; readonly at: number; readonly part?: PartialClose }
  /** Takes back a partial close that waits at its limit. */
  | { readonly kind: 'withdraw'; readonly at: number; readonly orderId: string }
  | {
      readonly kind: 'amend';
      readonly at: number;
      readonly changes: ExitChanges;
      readonly entry?: EntryChanges;
      /** What the trade holds for its entry once this has acted, quote currency. */
      readonly reservation?: Money;
      /** Held besides while this waits: what the change may cost more. */
      readonly extra?: Money;
    };

/** An armed leg. Times are venue time, ms. */
interface Armed {
  readonly armedAt: number;
  /** A part of it has filled, or could not: it sees the path from here on, and its limit rests (fill rules, 9.4). */
  readonly restFrom?: number;
}

/** An armed exit that waits for its price. */
export interface PriceLeg extends Armed {
  readonly price: Price;
}

/** A target in force; `quantity` is what is not yet filled of it. */
export interface ArmedTarget extends PriceLeg {
  readonly quantity: Quantity;
}

/** A partial close in force. */
export interface ArmedClose extends PartialClose, Armed {}

/** A trailing stop in force. */
export interface ArmedTrailing {
  readonly armedAt: number;
  /** When the price was at its activation; absent while it waits for that, and where it has none. Venue time, ms. */
  readonly activatedAt?: number;
  /** The best price seen up to `markAt`, exactly; absent before its first point. */
  readonly mark?: Price;
  readonly markAt?: number;
  /** The mark is below (a short: above) this, or the trade is looked at (fill rules, 9.3.4). */
  readonly bound?: Price;
}

/** What of an entry has not filled yet. */
export interface Entering extends Armed {
  readonly quantity: Quantity;
  /** Absent: at the market. */
  readonly limit?: Price;
}

/** A stop that has fired, of which something is left. */
export interface Exiting extends Armed {
  readonly leg: 'stop_loss' | 'trailing_stop' | 'liquidation';
  /** Absent: at the market. */
  readonly limit?: Price;
}

interface TradeFacts {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string;
  readonly clientTradeId?: string;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly direction: Direction;
  readonly quantity: Quantity;
  readonly entry: EntryPlan;
  readonly exits: Exits;
  readonly terms: Terms;
  /** Held from the account while the entry waits, quote currency. */
  readonly reservation: Money;
  readonly execution?: Execution;
  /** Venue time, ms: the entry is armed from here. */
  readonly createdAt: number;
  /** Venue time, ms: when the entry was changed last; it is armed from here. */
  readonly entryArmedAt?: number;
  /** Venue time, ms: a trade still pending after this moment expires. */
  readonly goodTill?: number;
  /** Counts events: the next event's number. Writes are conditional on it. */
  readonly version: number;
  /** In the order given. */
  readonly commands: readonly Command[];
  readonly fills: readonly FillRecord[];
  /** Set where the trade was parked (could not be evaluated): its path is evaluated from here, ms. */
  readonly evaluatedTo?: number;
  /**
   * End of the last element in which the path did something, ms: evaluations begin after it. Kept of trades whose legs
   * depend on what they have seen: trailing stops, targets, parts.
   */
  readonly walkedTo?: number;
  /** What the better readings would have given beyond what was taken, quote currency (fill rules, 9.5). */
  readonly upside?: Money;
  /** closeTime of the last bar that is counted in it, ms. */
  readonly ambiguousAt?: number;
}

export interface PendingTrade extends TradeFacts {
  readonly status: 'pending';
  /** When its stop fired: the limit behind it is armed, or a market leg that found no volume. */
  readonly triggeredAt?: number;
  /** Of the market leg behind a stop that found no volume. */
  readonly restFrom?: number;
}

export interface OpenTrade extends TradeFacts {
  readonly status: 'open';
  readonly takeProfit?: PriceLeg;
  readonly stopLoss?: PriceLeg;
  /** A manual close in force: the exits are disarmed. Venue time, ms. */
  readonly closeArmedAt?: number;
  /** Why, where not by hand. */
  readonly closeFor?: TimedClose;
  /** Of a close that has filled in part. */
  readonly closeRestFrom?: number;
  readonly trailing?: ArmedTrailing;
  /** Nearest first. */
  readonly targets?: readonly ArmedTarget[];
  /** When a time-out was set into the past, or a daily close anew, last. Venue time, ms. */
  readonly amendedAt?: number;
  /** What the exits may still close, where the plan bounds it. */
  readonly coverLeft?: Quantity;
  readonly entering?: Entering;
  /** The other exits are disarmed. */
  readonly exiting?: Exiting;
  /** In the order given. */
  readonly partialCloses?: readonly ArmedClose[];
}

/** A close that comes with time. */
export type TimedClose = 'timeout' | 'daily_close';
export type CloseReason =
  | 'take_profit'
  | 'stop_loss'
  | 'trailing_stop'
  | 'liquidation'
  | 'manual'
  | TimedClose;

export interface ClosedTrade extends TradeFacts {
  readonly status: 'closed';
  readonly closeReason: CloseReason;
  readonly endedAt: number;
}

export interface UnfilledTrade extends TradeFacts {
  readonly status: 'cancelled' | 'expired' | 'rejected';
  readonly endedAt: number;
  /** Why it was rejected, or what ended it. */
  readonly endReason: string;
}

export type ActiveTrade = PendingTrade | OpenTrade;
export type EndedTrade = ClosedTrade | UnfilledTrade;
export type Trade = ActiveTrade | EndedTrade;
export type TradeStatus = Trade['status'];

export const isActive = (trade: Trade): trade is ActiveTrade =>
  trade.status === 'pending' || trade.status === 'open';
