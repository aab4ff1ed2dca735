import { quietMinutes } from '../domain/market/candles.ts';
import { afterFailure, type FeedHealth, mayBeAsked } from '../domain/market/feed-health.ts';
import { type BlindWindow, endOf, type PathElement, type PathSlice, startOf } from '../domain/market/path.ts';
import { screen } from '../domain/market/screen.ts';
import { recordsTradesOnly, type VenueId } from '../domain/market/symbol.ts';
import type { PathWindow } from '../domain/trades/pass.ts';
import type { MarketState } from '../ports/market-store.ts';
import { type FeedError, REFUSALS, type Venue } from '../ports/venue.ts';
import { beginCall } from './feed-call.ts';

/** Each pass reads this much of the path again, ms: late commits, index lag and corrections are found in it. */
export const LOOK_BACK = 300_000;

type Feeds = Readonly<Partial<Record<VenueId, FeedHealth>>>;

/** What a pass over one market has to evaluate, and how its state will be once that is committed. */
export interface MarketPass {
  readonly window: PathWindow;
  readonly next: MarketState;
  /** Of the span that this pass adds. */
  readonly blind: readonly BlindWindow[];
  /** Of the whole window: open times of the minutes in which the record shows that nothing was traded. */
  readonly quiet: readonly number[];
  readonly more: boolean;
}

interface ReadInput {
  readonly now: number;
  readonly bound: number;
  /** A monotonic clock, ms. */
  readonly elapsed: () => number;
}

export interface PathsRead {
  readonly passes: readonly MarketPass[];
  readonly feeds: Feeds;
}

/** End of the last element that lies before the next look-back window. */
const lastBefore = (elements: readonly PathElement[], windowStart: number, known: number): number =>
  elements.reduce(
    (last, element) => (startOf(element) < windowStart ? Math.max(last, endOf(element)) : last),
    known,
  );

const passOf = (
  market: MarketState,
  slice: PathSlice,
  input: { now: number; bound: number; secondOpinion: number | undefined },
): MarketPass => {
  const seen = screen({
    elements: slice.elements,
    completeTo: Math.max(slice.completeTo, market.cursor),
    cursor: market.cursor,
    bound: input.bound,
    suspects: market.suspects ?? [],
    now: input.now,
    secondOpinion: input.secondOpinion,
  });
  // The cursor moves forward only, also where the venue shows less than before.
  const cursor = Math.max(market.cursor, seen.completeTo);
  const { suspects: _, ...known } = market;
  return {
    window: {
      elements: seen.elements,
      venue: market.venue,
      resolution: slice.resolution,
      before: market.before,
      completeTo: cursor,
      previousCursor: market.cursor,
    },
    next: {
      ...known,
      cursor,
      before: lastBefore(seen.elements, cursor - LOOK_BACK + 1, market.before),
      resolution: slice.resolution,
      ...(seen.suspects.length > 0 ? { suspects: seen.suspects } : {}),
    },
    blind: [...slice.blind, ...seen.blind].filter(
      (window) => window.to > market.cursor && window.to <= cursor,
    ),
    // By what the venue told, not by what of it can be true: a minute of nothing but suspect prices is a gap.
    quiet: recordsTradesOnly(market.venue)
      ? quietMinutes(slice.elements, [...slice.blind, ...seen.blind], {
          from: market.cursor - LOOK_BACK + 1,
          to: cursor,
        })
      : [],
    more: slice.more && !seen.waits,
  };
};

/** The record of each market of one venue from its look-back on. A venue that fails is left alone for a while. */
const readVenue = async (
  venue: Venue,
  markets: readonly MarketState[],
  health: FeedHealth | undefined,
  input: ReadInput,
): Promise<{ passes: MarketPass[]; health: FeedHealth | undefined }> => {
  if (!mayBeAsked(health, input.now)) return { passes: [], health };
  const answered = beginCall(venue, input.elapsed);
  const answers = await venue.paths(
    markets.map(({ symbol, cursor }) => ({ symbol, from: cursor - LOOK_BACK + 1 })),
  );
  const known = answered(health, input.now);
  const passes: MarketPass[] = [];
  let failure: FeedError | undefined;
  answers.forEach((answer, index) => {
    const market = markets[index];
    if (!market) return;
    if ('error' in answer) {
      if (failure === undefined || REFUSALS.has(answer.error.kind)) failure = answer.error;
      return;
    }
    const other = market.quote && market.quote.source !== venue.id ? market.quote.price : undefined;
    passes.push(passOf(market, answer.slice, { ...input, secondOpinion: other }));
  });
  // One symbol's failure is not the feed's; a refusal is, though others had their answer before it.
  const isFailure = failure !== undefined && (passes.length === 0 || REFUSALS.has(failure.kind));
  return {
    passes,
    health: failure && isFailure ? afterFailure(health, input.now, failure) : known,
  };
};

export const readPaths = async (
  venues: readonly Venue[],
  markets: readonly MarketState[],
  feeds: Feeds,
  input: ReadInput,
): Promise<PathsRead> => {
  const healths: Partial<Record<VenueId, FeedHealth>> = { ...feeds };
  const passes = await Promise.all(
    venues.map(async (venue) => {
      const own = markets.filter((market) => market.venue === venue.id);
      if (own.length === 0) return [];
      const read = await readVenue(venue, own, feeds[venue.id], input);
      if (read.health) healths[venue.id] = read.health;
      return read.passes;
    }),
  );
  return { passes: passes.flat(), feeds: healths };
};
