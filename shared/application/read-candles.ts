import type { NamedIndicator } from '../domain/indicators/parse.ts';
import { indicatorOf } from '../domain/indicators/registry.ts';
import { runIndicator, type Series, warmUpFrom } from '../domain/indicators/run.ts';
import { type Candle, INTERVALS, type Interval, type Minutes, type Span } from '../domain/market/candle.ts';
import { candleRange } from '../domain/market/candle-range.ts';
import { gapsIn, minuteOf, resample, unknownIn } from '../domain/market/candles.ts';
import { without } from '../domain/market/spans.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { findBatch } from './homes.ts';
import type { CandlePorts } from './ports.ts';
import { emptyBatch, followedVenues } from './tick-state.ts';

/** As far as history may be asked for, back from now. */
export const HISTORY = 400 * INTERVALS['1d'];
/** Spans named as missing in one answer: they are there to be imported, not to be counted. */
const MOST_MISSING = 100;

/** Where the candles of a symbol are kept, and up to where they are known, ms. */
export interface CandleHome {
  readonly batch: number;
  readonly venue: VenueId;
  readonly cursor: number;
}

/** The venue of a symbol's trades is the venue of its candles. */
export const candleHome = async (ports: CandlePorts, symbol: MarketSymbol): Promise<Result<CandleHome>> => {
  const batch = await findBatch(ports, symbol);
  if (batch === undefined) return refuse('unknown_symbol', `${symbol} is not followed here`);
  const state = (await ports.market.loadBatch(batch)) ?? emptyBatch(batch);
  const [venue] = followedVenues(ports.settings.feeds, state, symbol);
  if (!venue) return refuse('price_unavailable', `no exchange has answered for ${symbol} yet`);
  const market = state.markets.find((one) => one.venue === venue && one.symbol === symbol);
  return ok({ batch, venue, cursor: market?.cursor ?? 0 });
};

/** True where the venue gives minutes of the past; one of samples has none. */
export const hasHistory = (venue: VenueId): boolean => venue !== 'coingecko';

/** What of a span an import would ask for: of whole minutes that have ended, what is unknown and not settled. */
export const missingIn = (
  minutes: Minutes & { readonly settled: readonly Span[] },
  span: Span,
  { venue, cursor }: CandleHome,
  now: number,
): Span[] => {
  if (!hasHistory(venue)) return [];
  const from = Math.max(span.from, minuteOf(now - HISTORY));
  const to = Math.min(span.to, minuteOf(cursor + 1) - 1);
  return without(unknownIn(minutes, { from, to }), minutes.settled);
};

export interface CandleRequest {
  readonly symbol: MarketSymbol;
  readonly interval: Interval;
  /** ms */
  readonly from?: number | undefined;
  /** ms */
  readonly to?: number | undefined;
  readonly limit: number;
  readonly indicators: readonly NamedIndicator[];
  /** ms */
  readonly now: number;
}

export interface CandlePage {
  readonly items: readonly Candle[];
  readonly gaps: readonly Span[];
  readonly missing: readonly Span[];
  readonly indicators: readonly { readonly name: string; readonly lines: Series }[];
  readonly next: number | null;
  /** Of the page's span, up to where the path is known: gaps, and what is missing. */
  readonly unknown: readonly Span[];
  /** Days (midnight, ms) that are stored and cannot be read. */
  readonly corrupt: readonly number[];
}

/** Without a span, the last candles are those of the last minutes that are known: the one that is still open is none of them. */
const lastOnes = (request: CandleRequest, { cursor }: CandleHome): CandleRequest =>
  request.from === undefined && request.to === undefined && cursor > 0
    ? { ...request, to: minuteOf(cursor + 1) - 1 }
    : request;

/** Of what is unknown: what lies within the known, and at the page's edges where no import would bring it. */
const gapsOf = (shown: Minutes, unknown: readonly Span[], missing: readonly Span[]): Span[] =>
  without(unknown, without(missing, gapsIn(shown)));

/** Candles of the symbol's venue from our own record; gaps are named, never filled. */
export const readCandles = async (
  ports: CandlePorts,
  request: CandleRequest,
): Promise<Result<CandlePage>> => {
  const { symbol, interval, indicators, now } = request;
  const home = await candleHome(ports, symbol);
  if (!home.ok) return refuse(home.problem.code, home.problem.message);
  const { batch, venue } = home.value;
  const { next, ...page } = candleRange(lastOnes(request, home.value), now);
  if (page.from > page.to)
    return ok({ items: [], gaps: [], missing: [], indicators: [], next, unknown: [], corrupt: [] });
  const asked = indicators.map(indicatorOf);
  const earliest = Math.max(warmUpFrom(asked, interval, page.from), now - HISTORY - INTERVALS['1d'], 0);
  const from = Math.min(page.from, Math.ceil(earliest / INTERVALS[interval]) * INTERVALS[interval]);
  const stored = await ports.market.minutes(batch, venue, symbol, from, page.to);
  const candles = resample(stored.candles, interval);
  const shown = {
    candles: stored.candles.filter(({ openTime }) => openTime >= page.from),
    quiet: stored.quiet.filter((openTime) => openTime >= page.from),
  };
  const missing = missingIn({ ...shown, settled: stored.settled }, page, home.value, now);
  const known = { from: page.from, to: Math.min(page.to, minuteOf(home.value.cursor + 1) - 1) };
  const unknown = unknownIn(shown, known);
  return ok({
    items: candles.filter(({ openTime }) => openTime >= page.from),
    gaps: gapsOf(shown, unknown, missing),
    missing: missing.slice(0, MOST_MISSING),
    indicators: asked.map((indicator, index) => ({
      name: indicators[index]?.name ?? '',
      lines: runIndicator(indicator, candles, page.from),
    })),
    next,
    unknown,
    corrupt: stored.corrupt,
  });
};
