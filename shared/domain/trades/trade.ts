import type { MarketSymbol, VenueId } from '../market/symbol.ts';
import type { Money, Price, Quantity, Rate } from '../money/decimal.ts';
import type { FillRecord } from './fill.ts';

export type Direction = 'long' | 'short';

export type EntryPlan =
  | { readonly type: 'market' }
  | { readonly type: 'limit'; readonly limit: Price }
  | { readonly type: 'stop'; readonly stop: Price }
  | {
      readonly type: 'stop_limit';
      readonly stop: Price;
      readonly limit: Price;
    };

/** The exits planned for a trade; either may be absent. */
export interface Exits {
  readonly takeProfit?: Price;
  readonly stopLoss?: Price;
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

/** A change of exits: a price sets, null removes, absent leaves as it is. */
export interface ExitChanges {
  readonly takeProfit?: Price | null;
  readonly stopLoss?: Price | null;
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
    };

/** An armed exit that waits for its price. `armedAt` is venue time, ms. */
export interface PriceLeg {
  readonly price: Price;
  readonly armedAt: number;
}

/** A partial close in force. `armedAt` is venue time, ms. */
export interface ArmedClose extends PartialClose {
  readonly armedAt: number;
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
  /** Venue time, ms: the entry is armed from here. */
  readonly createdAt: number;
  /** Venue time, ms: a trade still pending after this moment expires. */
  readonly goodTill?: number;
  /** Counts events: the next event's number. Writes are conditional on it. */
  readonly version: number;
  /** In the order given. */
  readonly commands: readonly Command[];
  readonly fills: readonly FillRecord[];
  /** Set where the trade was parked (could not be evaluated): its path is evaluated from here, ms. */
  readonly evaluatedTo?: number;
}

export interface PendingTrade extends TradeFacts {
  readonly status: 'pending';
  /** Stop-limit only: when the stop fired and the limit was armed. */
  readonly triggeredAt?: number;
}

export interface OpenTrade extends TradeFacts {
  readonly status: 'open';
  readonly takeProfit?: PriceLeg;
  readonly stopLoss?: PriceLeg;
  /** A manual close in force: the exits are disarmed. Venue time, ms. */
  readonly closeArmedAt?: number;
  /** In the order given. */
  readonly partialCloses?: readonly ArmedClose[];
}

export type CloseReason = 'take_profit' | 'stop_loss' | 'liquidation' | 'manual';

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
