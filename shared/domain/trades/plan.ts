import type { MarketSymbol } from '../market/symbol.ts';
import type { Quantity } from '../money/decimal.ts';
import type { Direction, EntryPlan, Execution, Exits } from './trade.ts';

/** What a person asks for when opening a trade. */
export interface TradePlan {
  readonly symbol: MarketSymbol;
  readonly direction: Direction;
  readonly quantity: Quantity;
  readonly entry: EntryPlan;
  readonly exits: Exits;
  readonly execution?: Execution;
  /** ms, by the caller's clock. */
  readonly goodTill?: number;
}
