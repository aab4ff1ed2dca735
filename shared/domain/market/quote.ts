import type { MarketSymbol, VenueId } from './symbol.ts';

/** Last price of a symbol with its 24 h change. For display: a quote never fires a leg. */
export interface Quote {
  readonly symbol: MarketSymbol;
  readonly price: number;
  /** Quote currency, over 24 h; undefined where the source does not say. */
  readonly change24h?: number;
  readonly changePercent24h?: number;
  readonly source: VenueId;
  /** When the source says it was, in ms, venue time. */
  readonly time: number;
}
