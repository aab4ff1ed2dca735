import type { Overview, TradeView } from './api.ts';

/** What every page is given: the last overview, what is chosen, and the ways to choose. */
export interface Desk {
  readonly overview: Overview | undefined;
  /** Server's clock, ms. */
  readonly now: number;
  readonly symbol: string;
  readonly onSymbol: (symbol: string) => void;
  /** The chosen trade, as the last overview has it. */
  readonly trade: TradeView | undefined;
  readonly onTrade: (id: string | undefined) => void;
  readonly placesOf: (symbol: string) => number;
}
