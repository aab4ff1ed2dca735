import type { MarketSymbol, VenueId } from './symbol.ts';

/** A coin as its source tells it, not yet ranked. Prices in dollars, as float64: for people to look at, never booked. */
export interface BoardCoin {
  /** Ticker in capital letters: the coin's name in a symbol, and on the board. */
  readonly base: string;
  /** Absent where the source knows tickers only. */
  readonly name?: string;
  readonly price: number;
  /** Percent; absent where the source does not say. */
  readonly change1h?: number;
  readonly change24h?: number;
  readonly change7d?: number;
  /** Dollars, over 24 h. */
  readonly volume24h?: number;
  /** Dollars. */
  readonly marketCap?: number;
  /** Prices of the last seven days in equal steps, oldest first. */
  readonly sparkline?: readonly number[];
  /** When the source says that the price was so, ms; absent where it does not say. */
  readonly time?: number;
}

export interface BoardRow extends BoardCoin {
  /** From 1 on, without gaps. */
  readonly rank: number;
  readonly name: string;
  /** The instrument by which it is traded here; absent where there is none. */
  readonly symbol?: MarketSymbol;
}

/** The largest coins, in the order of their rank. */
export interface Board {
  /** When it was asked for, ms. */
  readonly asOf: number;
  readonly source: VenueId;
  readonly rows: readonly BoardRow[];
}

/** Rows of the board. */
export const BOARD_SIZE = 100;

/** A market cap is a price times a supply: it says something only where some of it changes hands. */
const LEAST_TURNOVER = 1e-6;

/** False for a market cap of which less than a millionth was traded in 24 h, or nobody knows how much. */
const isBelieved = ({ marketCap, volume24h }: BoardCoin): boolean =>
  marketCap !== undefined && marketCap > 0 && (volume24h ?? 0) >= marketCap * LEAST_TURNOVER;

/** What the coins are ranked by: the market cap where the source knows any, else the volume. */
const sizeOf = (coin: BoardCoin, byCap: boolean): number => (byCap ? coin.marketCap : coin.volume24h) ?? 0;

/**
 * The largest coins, each ticker once (of two coins of one ticker the larger). A market cap that cannot be believed is
 * left out, and its coin ranks behind those that have one.
 */
export const rankCoins = (coins: readonly BoardCoin[]): (BoardCoin & { readonly rank: number })[] => {
  const believed = coins.map((coin): BoardCoin => {
    const { marketCap: _, ...rest } = coin;
    return isBelieved(coin) ? coin : rest;
  });
  const byCap = believed.some(({ marketCap }) => marketCap !== undefined);
  const sorted = believed.toSorted(
    (left, right) =>
      sizeOf(right, byCap) - sizeOf(left, byCap) || (right.volume24h ?? 0) - (left.volume24h ?? 0),
  );
  const bases = new Set<string>();
  const distinct = sorted.filter(({ base }) => !bases.has(base) && bases.add(base));
  return distinct.slice(0, BOARD_SIZE).map((coin, index) => ({ ...coin, rank: index + 1 }));
};
