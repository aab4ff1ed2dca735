import { afterFailure, type FeedHealth, mayBeAsked } from '../domain/market/feed-health.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState } from '../ports/market-store.ts';
import { FeedError } from '../ports/venue.ts';
import { beginCall } from './feed-call.ts';
import type { TickPorts } from './ports.ts';

const REFRESH_AFTER = 24 * 3_600_000;
const MINUTE = 60_000;
/**
 * A feed whose pause has grown to this, ms, is waited for no longer: five failures in a row, which take 75 s at least, or a
 * pause that it has asked for itself.
 */
const GIVEN_UP_FROM = MINUTE;
/** A venue's clock is measured again after this long, ms. */
const MEASURE_AFTER = 300_000;

export interface Listings {
  readonly state: BatchState;
  /** Of each symbol the venue of its trades; empty where nothing was asked, or whoever comes first has yet to answer. */
  readonly markets: readonly { readonly venue: VenueId; readonly symbol: MarketSymbol }[];
}

type InstrumentPorts = Pick<TickPorts, 'venues' | 'elapsed'> & {
  readonly market: Pick<TickPorts['market'], 'putInstruments'>;
  readonly settings: Pick<TickPorts['settings'], 'feeds'>;
};

const orderOf = (ports: InstrumentPorts): string => ports.settings.feeds.join(',');

/** The place, in the order of feeds, of the best venue that has a market of this symbol; Infinity where none has. */
const placeOf = (ports: InstrumentPorts, state: BatchState, symbol: MarketSymbol): number => {
  const place = ports.settings.feeds.findIndex((venue) => hasMarket(state, venue, symbol));
  return place === -1 ? Number.POSITIVE_INFINITY : place;
};

const hasMarket = ({ markets }: BatchState, venue: VenueId, symbol: MarketSymbol): boolean =>
  markets.some((market) => market.venue === venue && market.symbol === symbol);

const isRefreshDue = (ports: InstrumentPorts, state: BatchState, now: number): boolean =>
  state.markets.length === 0 ||
  now - state.instrumentsAt >= REFRESH_AFTER ||
  state.feedsOrder !== orderOf(ports);

/**
 * Once a minute the symbols without a market (new, or listed nowhere), and those for which a venue has not answered that comes
 * before their own, or is it.
 */
const symbolsLeft = (
  ports: InstrumentPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
  now: number,
): readonly MarketSymbol[] => {
  if (Math.floor(now / MINUTE) === Math.floor(state.slot / MINUTE)) return [];
  const open = ports.settings.feeds.findIndex((venue) => state.unanswered?.includes(venue));
  const from = open === -1 ? Number.POSITIVE_INFINITY : open;
  return symbols.filter((symbol) => placeOf(ports, state, symbol) >= from);
};

const isGivenUp = (health: FeedHealth | undefined): boolean =>
  health?.lastErrorAt !== undefined &&
  health.failures > 0 &&
  health.retryAt - health.lastErrorAt >= GIVEN_UP_FROM;

/**
 * Asks the venues what they trade, in the order of preference, each for the symbols that none before it lists. Of a venue that
 * does not answer nothing is known: nobody behind it gets what it may list, until it is given up. What the next one gets then is left
 * again as soon as the better one answers, for it is asked each minute.
 */
export const refreshInstruments = async (
  ports: InstrumentPorts,
  state: BatchState,
  symbols: readonly MarketSymbol[],
  now: number,
): Promise<Listings> => {
  const isRefresh = isRefreshDue(ports, state, now);
  const asked = isRefresh ? symbols : symbolsLeft(ports, state, symbols, now);
  if (asked.length === 0) return { state, markets: [] };
  const feeds = { ...state.feeds };
  const markets = new Map<MarketSymbol, VenueId>();
  const unanswered: VenueId[] = [];
  let left = asked;
  for (const venue of ports.venues) {
    // Its answer of before holds until the next refresh.
    if (!isRefresh && !state.unanswered?.includes(venue.id))
      left = left.filter((symbol) => !hasMarket(state, venue.id, symbol));
    if (left.length === 0) break;
    if (mayBeAsked(feeds[venue.id], now)) {
      const answered = beginCall(venue, ports.elapsed);
      try {
        const instruments = await venue.instruments(left);
        const health = answered(feeds[venue.id], now);
        if (health) feeds[venue.id] = health;
        await ports.market.putInstruments(instruments);
        for (const { symbol } of instruments) markets.set(symbol, venue.id);
        left = left.filter((symbol) => !markets.has(symbol));
        continue;
      } catch (error) {
        if (!(error instanceof FeedError)) throw error;
        feeds[venue.id] = afterFailure(feeds[venue.id], now, error);
      }
    }
    unanswered.push(venue.id);
    if (!isGivenUp(feeds[venue.id])) break;
    // What is traded here stays here.
    left = left.filter((symbol) => !hasMarket(state, venue.id, symbol));
  }
  const { unanswered: _, ...known } = state;
  return {
    state: {
      ...known,
      feeds,
      ...(unanswered.length > 0 ? { unanswered } : {}),
      ...(isRefresh ? { feedsOrder: orderOf(ports), instrumentsAt: now } : {}),
    },
    markets: [...markets].map(([symbol, venue]) => ({ venue, symbol })),
  };
};

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
