import type { Instrument } from '../domain/market/instrument.ts';
import { entryOf, isFollowed } from '../domain/market/roster.ts';
import { baseOf, type MarketSymbol, parseSymbol, quoteOf, type VenueId } from '../domain/market/symbol.ts';
import { InvalidCursorError } from '../ports/trade-store.ts';
import type { MarketPorts } from './ports.ts';

type InstrumentPorts = Pick<MarketPorts, 'market' | 'settings' | 'roster' | 'listings'>;

export interface FollowableInstrument extends Instrument {
  readonly followed: boolean;
}

export interface InstrumentsRequest {
  /** A part of a symbol, in any case, with or without the slash. */
  readonly search?: string;
  /** As this venue trades them; absent: each as the first venue of FEEDS that lists it does. */
  readonly venue?: VenueId;
  readonly quote?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface InstrumentsPage {
  readonly items: readonly FollowableInstrument[];
  readonly next?: string;
}

/** The symbols of the settings, in their order: of each the instrument of the venue its trades go to. */
export const configuredInstruments = async ({
  market,
  settings,
}: Pick<InstrumentPorts, 'market' | 'settings'>): Promise<FollowableInstrument[]> =>
  (await market.instruments(settings.feeds, settings.symbols)).map((instrument) => ({
    ...instrument,
    followed: true,
  }));

/** What is exactly the coin that is looked for comes first, then what begins so. */
const rankOf = (symbol: MarketSymbol, term: string): number => {
  const base = baseOf(symbol);
  if (term === '' || base === term) return 0;
  return base.startsWith(term) ? 1 : 2;
};

const positionOf = (symbol: MarketSymbol, term: string): string => `${rankOf(symbol, term)}${symbol}`;

const encode = (symbol: MarketSymbol): string => Buffer.from(symbol).toString('base64url');
const decode = (cursor: string): MarketSymbol => {
  const symbol = parseSymbol(Buffer.from(cursor, 'base64url').toString());
  if (symbol && encode(symbol) === cursor) return symbol;
  throw new InvalidCursorError('the cursor is not one that this list gave out');
};

/** What can be traded, be it followed or not: from the stored listings, no request reaches an exchange. @throws InvalidCursorError */
export const findInstruments = async (
  { listings, roster, settings }: InstrumentPorts,
  { search = '', venue, quote, limit, cursor }: InstrumentsRequest,
): Promise<InstrumentsPage> => {
  const term = search.trim().toUpperCase().replace('/', '');
  const after = cursor === undefined ? undefined : positionOf(decode(cursor), term);
  const [known, entries] = await Promise.all([listings.all(), roster.cached()]);
  const asked = venue === undefined ? settings.feeds : settings.feeds.filter((feed) => feed === venue);
  const found = new Map<MarketSymbol, Instrument>();
  for (const feed of asked)
    for (const instrument of known.find((listing) => listing.venue === feed)?.instruments ?? []) {
      const { symbol } = instrument;
      if (found.has(symbol) || (quote !== undefined && quoteOf(symbol) !== quote)) continue;
      if (symbol.replace('/', '').includes(term)) found.set(symbol, instrument);
    }
  const places = [...found.values()]
    .map((instrument) => ({ instrument, position: positionOf(instrument.symbol, term) }))
    .filter(({ position }) => after === undefined || position > after)
    .sort((left, right) => (left.position < right.position ? -1 : 1));
  const page = places.slice(0, limit).map(({ instrument }) => instrument);
  const last = page.at(-1);
  return {
    items: page.map((instrument) => {
      const entry = entryOf(entries, instrument.symbol);
      const isConfigured = settings.symbols.includes(instrument.symbol);
      return { ...instrument, followed: isConfigured || (entry !== undefined && isFollowed(entry)) };
    }),
    ...(last && places.length > limit ? { next: encode(last.symbol) } : {}),
  };
};
