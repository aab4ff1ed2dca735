import type { Instrument } from '../../shared/domain/market/instrument.ts';
import type { Overview, TradeView } from './api.ts';

/** What every page is given: the last overview, what is chosen, and the ways to choose. */
export interface Desk {
  readonly overview: Overview | undefined;
  /** Server's clock, ms. */
  readonly now: number;
  readonly symbol: string;
  readonly onSymbol: (symbol: string) => void;
  /** The chosen trade, as it was last read. */
  readonly trade: TradeView | undefined;
  readonly onTrade: (id: string | undefined) => void;
  /** Decimals of a price. */
  readonly placesOf: (symbol: string) => number;
  readonly instrumentOf: (symbol: string) => Instrument | undefined;
}
