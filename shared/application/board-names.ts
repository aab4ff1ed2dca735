import type { BoardCoin, BoardRow } from '../domain/market/board.ts';
import { baseOf, type MarketSymbol, quoteOf } from '../domain/market/symbol.ts';
import type { BoardNames, NamedCoin } from '../ports/board.ts';
import type { ListingStore } from '../ports/listing-store.ts';
import type { Settings } from './ports.ts';

interface NamePorts {
  readonly listings: Pick<ListingStore, 'all'>;
  readonly settings: Settings;
}

type Ranked = BoardCoin & { readonly rank: number };

/** Names, instruments and sparklines are written again after so long, ms. */
const HOUR = 3_600_000;
/** Sparklines that the source of now does not bring are shown for so long, ms. */
const SPARKLINES_KEPT = 6 * HOUR;
/** Currencies that count as dollars, the first is liked best; those of the settings follow. */
const DOLLARS = ['USDT', 'USDC', 'USD'];

type Symbols = ReadonlyMap<string, MarketSymbol>;

/** Once an hour, and where a coin of the board has no name yet, or is traded by another symbol than before. */
const areNamesDue = (
  names: BoardNames | undefined,
  coins: readonly Ranked[],
  symbols: Symbols,
  now: number,
): boolean => {
  if (!names || now - names.writtenAt >= HOUR) return true;
  const named = new Map(names.coins.map((coin) => [coin.base, coin]));
  return coins.some(({ base }) => !named.has(base) || named.get(base)?.symbol !== symbols.get(base));
};

/** By ticker the symbol to trade it by: of the first feed that lists one, against the first of the currencies. */
const symbolsByBase = async ({ listings, settings }: NamePorts): Promise<Symbols> => {
  const quotes = [...new Set([...DOLLARS, ...settings.symbols.map(quoteOf)])];
  const listed = await listings.all();
  const found = new Map<string, MarketSymbol>();
  for (const venue of settings.feeds) {
    const own = listed.find((listing) => listing.venue === venue)?.instruments ?? [];
    const before = new Set(found.keys());
    for (const quote of quotes)
      for (const { symbol } of own) {
        const base = baseOf(symbol);
        if (quoteOf(symbol) === quote && !before.has(base) && !found.has(base)) found.set(base, symbol);
      }
  }
  return found;
};

/** What this source tells, else what the one before told, else the ticker. */
const namesOf = (
  symbols: Symbols,
  coins: readonly Ranked[],
  before: BoardNames | undefined,
  now: number,
): BoardNames => {
  const known = new Map(before?.coins.map((coin) => [coin.base, coin]));
  const told = coins.some(({ sparkline }) => sparkline);
  const sparklinesAt = told ? now : (before?.sparklinesAt ?? 0);
  const keep = now - sparklinesAt < SPARKLINES_KEPT;
  return {
    writtenAt: now,
    sparklinesAt,
    coins: coins.map(({ base, name, sparkline }): NamedCoin => {
      const symbol = symbols.get(base);
      const points = sparkline ?? (keep ? known.get(base)?.sparkline : undefined);
      return {
        base,
        name: name ?? known.get(base)?.name ?? base,
        ...(symbol ? { symbol } : {}),
        ...(points ? { sparkline: points } : {}),
      };
    }),
  };
};

/** The names that this board is shown with, and whether they are others than those of before. */
export const refreshNames = async (
  ports: NamePorts,
  coins: readonly Ranked[],
  before: BoardNames | undefined,
  now: number,
): Promise<{ readonly names: BoardNames | undefined; readonly due: boolean }> => {
  // The process remembers the listings for minutes.
  const symbols = await symbolsByBase(ports);
  const due = areNamesDue(before, coins, symbols, now);
  return { due, names: due ? namesOf(symbols, coins, before, now) : before };
};

export const withNames = (coins: readonly Ranked[], names: BoardNames | undefined): BoardRow[] => {
  const known = new Map(names?.coins.map((coin) => [coin.base, coin]));
  return coins.map((coin) => ({ ...coin, name: coin.base, ...known.get(coin.base) }));
};
