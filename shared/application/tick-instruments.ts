import { afterAnswer, afterFailure, mayBeAsked } from '../domain/market/feed-health.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState } from '../ports/market-store.ts';
import { FeedError } from '../ports/venue.ts';
import type { TickPorts } from './ports.ts';

const REFRESH_AFTER = 24 * 3_600_000;
/** Where a venue did not answer, all are asked again after this long, ms. */
const RETRY_AFTER = 600_000;
const MINUTE = 60_000;
/** A venue's clock is measured again after this long, ms. */
const MEASURE_AFTER = 300_000;

export interface Listings {
  readonly state: BatchState;
  /** Of each symbol the first venue, in the order of feeds, that lists it; empty where nothing was asked. */
  readonly markets: readonly { readonly venue: VenueId; readonly symbol: MarketSymbol }[];
}

const orderOf = (ports: TickPorts): string => ports.settings.feeds.join(',');

/** All symbols once a day, and where the order of feeds has changed; those without a market (new, or listed nowhere) once a minute; each answer costs writes. */
const symbolsToAsk = (
  ports: TickPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
  now: number,
): readonly MarketSymbol[] => {
  const isStale = now - state.instrumentsAt >= REFRESH_AFTER || state.feedsOrder !== orderOf(ports);
  if (state.markets.length === 0 || isStale) return symbols;
  const isNewMinute = Math.floor(now / MINUTE) !== Math.floor(state.slot / MINUTE);
  const known = new Set(state.markets.map(({ symbol }) => symbol));
  return isNewMinute ? symbols.filter((symbol) => !known.has(symbol)) : [];
};

/** Asks the venues what they trade; a venue that fails is asked later. */
export const refreshInstruments = async (
  ports: TickPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
  now: number,
): Promise<Listings> => {
  const asked = symbolsToAsk(ports, state, symbols, now);
  if (asked.length === 0) return { state, markets: [] };
  const feeds = { ...state.feeds };
  const markets = new Map<MarketSymbol, VenueId>();
  let everyoneAnswered = true;
  for (const venue of ports.venues) {
    if (!mayBeAsked(feeds[venue.id], now)) {
      everyoneAnswered = false;
      continue;
    }
    const before = ports.elapsed();
    try {
      const instruments = await venue.instruments(asked);
      feeds[venue.id] = afterAnswer(feeds[venue.id], now, ports.elapsed() - before);
      await ports.market.putInstruments(instruments);
      for (const { symbol } of instruments) if (!markets.has(symbol)) markets.set(symbol, venue.id);
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      everyoneAnswered = false;
      feeds[venue.id] = afterFailure(feeds[venue.id], now, error);
    }
  }
  return {
    state:
      asked.length < symbols.length
        ? { ...state, feeds }
        : { ...state, feeds, feedsOrder: orderOf(ports), instrumentsAt: askedAt(everyoneAnswered, now) },
    markets: [...markets].map(([symbol, venue]) => ({ venue, symbol })),
  };
};

const askedAt = (everyoneAnswered: boolean, now: number): number =>
  everyoneAnswered ? now : now - REFRESH_AFTER + RETRY_AFTER;

interface Clock {
  readonly offset: number;
  readonly measuredAt: number;
}

const isRecent = (clock: Clock | undefined, now: number): clock is Clock =>
  clock !== undefined && now >= clock.measuredAt && now - clock.measuredAt < MEASURE_AFTER;

/** A late start makes the venue's clock look ahead: of recent measurements the smallest is the truest. */
const truer = (known: Clock | undefined, offset: number, now: number): Clock =>
  isRecent(known, now) && Math.abs(known.offset) <= Math.abs(offset) ? known : { offset, measuredAt: now };

/**
 * The difference between a venue's clock and ours, in whole seconds: one round trip measures no better. Kept as it was
 * where the venue does not say; measured again each tick while the clocks seem to differ.
 */
export const measureClocks = async (
  ports: TickPorts,
  state: BatchState,
  now: number,
): Promise<BatchState> => {
  const clocks = { ...state.clocks };
  for (const venue of ports.venues) {
    const known = clocks[venue.id];
    if (isRecent(known, now) && known.offset === 0) continue;
    if (!state.markets.some((market) => market.venue === venue.id)) continue;
    if (!mayBeAsked(state.feeds[venue.id], now)) continue;
    try {
      const asked = ports.elapsed();
      const theirs = await venue.time();
      const ours = now + (asked + ports.elapsed()) / 2;
      clocks[venue.id] = truer(known, Math.round((theirs - ours) / 1000) * 1000, now);
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      ports.report('clock_not_measured', { venue: venue.id, reason: error.message });
    }
  }
  return { ...state, clocks };
};
