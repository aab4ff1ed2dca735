import type { FeedHealth } from '../domain/market/feed-health.ts';
import type { Instrument } from '../domain/market/instrument.ts';
import type { Resolution } from '../domain/market/path.ts';
import type { Quote } from '../domain/market/quote.ts';
import { batchesOf, followedIn } from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState, StoredBlindWindow } from '../ports/market-store.ts';
import { batchCount } from './batches.ts';
import { findBatch } from './homes.ts';
import type { RequestPorts, Settings } from './ports.ts';
import { ageOf } from './quote-age.ts';

type MarketPorts = Pick<RequestPorts, 'market' | 'settings' | 'roster'>;

const BLIND_WINDOWS_SHOWN = 50;

export interface QuoteView {
  readonly quote: Quote;
  readonly ageMs: number;
  readonly stale: boolean;
}

const quoteOf = (state: BatchState, symbol: MarketSymbol): Quote | undefined =>
  state.markets.find((market) => market.symbol === symbol && market.quote)?.quote;

/** The last price, where it is new enough to check a plan against. */
export const freshPrice = (
  { quoteStaleMs }: Settings,
  state: BatchState,
  symbol: MarketSymbol,
  now: number,
): number | undefined => {
  const quote = quoteOf(state, symbol);
  return quote && ageOf(state, quote, now) < quoteStaleMs ? quote.price : undefined;
};

/** The last price, however old: to reckon with, not to judge by. */
export const lastPrice = (state: BatchState, symbol: MarketSymbol): number | undefined =>
  quoteOf(state, symbol)?.price;

const load = async ({ market }: MarketPorts, batches: readonly number[]): Promise<BatchState[]> => {
  const states = await Promise.all(batches.map((batch) => market.loadBatch(batch)));
  return states.filter((state) => state !== undefined);
};

const configuredBatches = ({ settings }: MarketPorts): number[] =>
  Array.from({ length: batchCount(settings.symbols) }, (_, batch) => batch);

/** All that is followed: the settings' symbols in their order, then the others. */
export const followedSymbols = async ({ settings, roster }: MarketPorts): Promise<MarketSymbol[]> => {
  const others = followedIn(await roster.cached()).sort();
  return [...settings.symbols, ...others.filter((symbol) => !settings.symbols.includes(symbol))];
};

/**
 * The cached quotes of these symbols, in their order; no request reaches an exchange. It costs a read for each batch that one of
 * them is in.
 */
export const quotesOf = async (
  ports: MarketPorts,
  symbols: Iterable<MarketSymbol>,
  now: number,
): Promise<QuoteView[]> => {
  const distinct = [...new Set(symbols)];
  const homes = await Promise.all(distinct.map((symbol) => findBatch(ports, symbol)));
  const batches = [...new Set(homes.filter((batch) => batch !== undefined))];
  const states = await load(ports, batches);
  return distinct.flatMap((symbol) => {
    const state = states.find((candidate) => quoteOf(candidate, symbol));
    const quote = state && quoteOf(state, symbol);
    if (!state || !quote) return [];
    const ageMs = ageOf(state, quote, now);
    return [{ quote, ageMs, stale: ageMs >= ports.settings.quoteStaleMs }];
  });
};

/** Those of all that is followed. */
export const currentQuotes = async (ports: MarketPorts, now: number): Promise<QuoteView[]> =>
  quotesOf(ports, await followedSymbols(ports), now);

/** What can be traded, in the order of the settings: of each symbol the instrument of the venue its trades go to. */
export const instruments = ({
  market,
  settings,
}: Pick<MarketPorts, 'market' | 'settings'>): Promise<Instrument[]> =>
  market.instruments(settings.feeds, settings.symbols);

export interface MarketStatus {
  readonly lastTickAt: number | null;
  readonly feeds: readonly {
    readonly venue: VenueId;
    readonly health?: FeedHealth;
    readonly clockOffsetMs: number;
  }[];
  readonly markets: readonly {
    readonly symbol: MarketSymbol;
    readonly venue: VenueId;
    readonly cursor: number;
    readonly lagMs: number;
    readonly resolution?: Resolution;
  }[];
  readonly blindWindows: readonly StoredBlindWindow[];
}

/** Of several batches the one that was served worst speaks for a feed. */
const worst = (states: readonly BatchState[], venue: VenueId): FeedHealth | undefined =>
  states
    .flatMap(({ feeds }) => feeds[venue] ?? [])
    .sort((left, right) => right.failures - left.failures || left.lastOkAt - right.lastOkAt)[0];

/** A venue that FEEDS no longer names, though trades may wait on its path until it is put back. */
const ABANDONED: FeedHealth = {
  failures: 1,
  retryAt: 0,
  lastOkAt: 0,
  lastError: 'not in FEEDS any more: trades made here wait until it is put back',
};

const abandonedVenues = ({ settings }: MarketPorts, states: readonly BatchState[]): VenueId[] => [
  ...new Set(
    states.flatMap(({ markets }) =>
      markets.flatMap(({ venue }) => (settings.feeds.includes(venue) ? [] : venue)),
    ),
  ),
];

export const marketStatus = async (ports: MarketPorts, now: number): Promise<MarketStatus> => {
  const configured = configuredBatches(ports);
  const [states, blindWindows] = await Promise.all([
    ports.roster.cached().then((roster) => load(ports, [...configured, ...batchesOf(roster)])),
    ports.market.blindWindows(BLIND_WINDOWS_SHOWN),
  ]);
  // A dynamic batch may have had nothing to do for days.
  const slots = states
    .filter(({ batch, slot }) => slot > 0 && configured.includes(batch))
    .map(({ slot }) => slot);
  return {
    lastTickAt: slots.length === 0 ? null : Math.min(...slots),
    feeds: [...ports.settings.feeds, ...abandonedVenues(ports, states)].map((venue) => {
      const isAbandoned = !ports.settings.feeds.includes(venue);
      const health = isAbandoned ? ABANDONED : worst(states, venue);
      const offset = states.find(({ clocks }) => clocks[venue])?.clocks[venue]?.offset ?? 0;
      return { venue, ...(health ? { health } : {}), clockOffsetMs: offset };
    }),
    markets: states.flatMap(({ markets, clocks }) =>
      markets.map(({ symbol, venue, cursor, resolution }) => ({
        symbol,
        venue,
        cursor,
        lagMs: Math.max(0, now + (clocks[venue]?.offset ?? 0) - cursor),
        ...(resolution ? { resolution } : {}),
      })),
    ),
    blindWindows,
  };
};
