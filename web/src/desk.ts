import type { Instrument } from '../../shared/domain/market/instrument.ts';
import type { Accounts } from './accounts.ts';
import type { Overview, PortfolioView, TradeView } from './api.ts';

/** What opens above the pages, whichever one asks for it. */
export type AccountAction = 'new' | 'deposit' | 'withdraw' | 'reset';

/** What every page is given: the last overview, what is chosen, and the ways to choose. */
export interface Desk {
  /** Its trades are those of the chosen account. */
  readonly overview: Overview | undefined;
  /** Server's clock, ms. */
  readonly now: number;
  readonly accounts: Accounts;
  /** Of the chosen account. */
  readonly portfolio: PortfolioView | undefined;
  readonly onAccount: (action: AccountAction) => void;
  readonly symbol: string;
  readonly onSymbol: (symbol: string) => void;
  /** The chosen trade, as it was last read. */
  readonly trade: TradeView | undefined;
  /** The trade that was opened by hand; never the newest in its place. */
  readonly opened: TradeView | undefined;
  readonly onTrade: (id: string | undefined) => void;
  /** Decimals of a price. */
  readonly placesOf: (symbol: string) => number;
  readonly instrumentOf: (symbol: string) => Instrument | undefined;
}
