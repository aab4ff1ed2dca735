import type { Board } from './board.ts';
import type { Quote } from './quote.ts';
import { type MarketSymbol, quoteOf, type VenueId } from './symbol.ts';

/** Two sources that say different prices of one symbol. Both in the currency that the symbol is quoted in. */
export interface Disagreement {
  readonly symbol: MarketSymbol;
  readonly venue: VenueId;
  readonly price: number;
  readonly source: VenueId;
  readonly sourcePrice: number;
  /** How far the source lies from the venue, a share of the venue's price; below zero where it is lower. */
  readonly share: number;
  /** When it was first seen, ms. */
  readonly since: number;
}

export interface QuotedPrice {
  readonly quote: Quote;
  readonly ageMs: number;
}

export interface ComparisonRules {
  /** Further apart than this share is a disagreement. */
  readonly bound: number;
  /** A quote older than this, ms, is not compared. */
  readonly quoteAge: number;
}

/** A price of the board older than this, ms, is not compared: meanwhile the market itself may have moved as far. */
const COIN_AGE = 180_000;
/** The worst are kept: the item is small. */
const MOST_KEPT = 20;

/** Read as one dollar where the board does not say what they are worth. */
const DOLLARS: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC']);

/** The prices of the board that are new enough, in dollars, by ticker. */
const freshPrices = ({ asOf, rows }: Board): ReadonlyMap<string, number> =>
  new Map(
    rows.flatMap(({ base, price, time }) =>
      time !== undefined && asOf - time <= COIN_AGE ? [[base, price] as const] : [],
    ),
  );

/** Quotes that the board contradicts, the furthest first, at most twenty. A source is not compared with itself. */
export const disagreementsOf = (
  quotes: readonly QuotedPrice[],
  board: Board,
  before: readonly Disagreement[],
  { bound, quoteAge }: ComparisonRules,
): Disagreement[] => {
  const prices = freshPrices(board);
  const dollarsPer = (currency: string) => prices.get(currency) ?? (DOLLARS.has(currency) ? 1 : undefined);
  const found = quotes.flatMap(({ quote, ageMs }): Disagreement[] => {
    const { symbol, source: venue, price } = quote;
    const dollars = prices.get(symbol.slice(0, symbol.indexOf('/')));
    const unit = dollarsPer(quoteOf(symbol));
    if (venue === board.source || ageMs > quoteAge || dollars === undefined || unit === undefined) return [];
    const sourcePrice = Number((dollars / unit).toPrecision(8));
    const share = Number((sourcePrice / price - 1).toFixed(6));
    if (Math.abs(share) <= bound) return [];
    const known = before.find(
      (one) => one.symbol === symbol && one.venue === venue && one.source === board.source,
    );
    const since = known?.since ?? board.asOf;
    return [{ symbol, venue, price, source: board.source, sourcePrice, share, since }];
  });
  return found.toSorted((left, right) => Math.abs(right.share) - Math.abs(left.share)).slice(0, MOST_KEPT);
};
