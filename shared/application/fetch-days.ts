import { dayOf, INTERVALS, type Minutes, type Span } from '../domain/market/candle.ts';
import { minuteOf, unknownIn, withoutHoles } from '../domain/market/candles.ts';
import type { CandleArchive } from '../ports/candle-archive.ts';
import type { HistoryJob, HistorySource } from '../ports/history.ts';
import { FeedError } from '../ports/venue.ts';
import type { RunPorts } from './run-ports.ts';

const MINUTE = INTERVALS['1m'];
const DAY = INTERVALS['1d'];
/** A minute is closed, and published, this much after its end, ms. */
export const PUBLISHED_AFTER = 10_000;
/** A past day is settled this much after its end: the venue publishes nothing new of it, ms. */
const SETTLED_AFTER = 600_000;
/** So long altogether an import waits where the venue says that it is asked too often, for each run of days, ms. */
const PATIENCE = 30_000;
/** Where the venue does not say for how long it wants to be left alone, ms. */
const PAUSE = 5_000;

export interface FetchPorts extends Pick<RunPorts, 'market' | 'sleep'> {
  readonly archive: Pick<CandleArchive, 'addDay'>;
  readonly history: HistorySource;
}

/** The end of the last minute that the venue has published, ms. */
export const publishedTo = (now: number): number => minuteOf(now - PUBLISHED_AFTER) - 1;

/** The days of the span of which something is missing, newest first: what a chart shows comes first. */
export const missingDays = async (
  { market }: Pick<RunPorts, 'market'>,
  { batch, venue, symbol }: HistoryJob,
  { from, to }: Span,
  read?: 'consistent',
): Promise<Span[]> => {
  const stored = await market.minutes(batch, venue, symbol, from, to, read);
  const settled = new Set(stored.settled.map((span) => span.from));
  const days = new Map<number, Span>();
  for (const gap of unknownIn(stored, { from, to }))
    for (let day = dayOf(gap.from); day <= gap.to; day += DAY)
      if (!settled.has(day)) days.set(day, { from: day, to: day + DAY - 1 });
  return [...days.values()].sort((left, right) => right.from - left.from);
};

/** So many days in a row that nearly all their pages are full. */
export const daysAtOnce = (pageMinutes = 1): number => Math.max(1, Math.floor((25 * pageMinutes) / 1_000));

/** Consecutive days, at most so many together; newest first. */
export const runsOf = (days: readonly Span[], most: number): Span[][] => {
  const runs: Span[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && last.length < most && last.at(-1)?.from === day.to + 1) last.push(day);
    else runs.push([day]);
  }
  return runs;
};

/** Asks again after the pause that a 429 asks for, as long as all pauses together are short. @throws FeedError */
const patient = (sleep: FetchPorts['sleep']) => {
  let left = PATIENCE;
  return async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof FeedError) || error.kind !== 'rate_limited') throw error;
        const pause = error.retryAfterMs ?? PAUSE;
        if (pause > left) throw error;
        left -= Math.max(pause, 1_000);
        await sleep(pause);
      }
    }
  };
};

const joined = (parts: readonly Minutes[]): Minutes => ({
  candles: parts.flatMap(({ candles }) => candles),
  quiet: parts.flatMap(({ quiet }) => quiet),
});

const within = ({ candles, quiet }: Minutes, { from, to }: Span): Minutes => ({
  candles: candles.filter(({ openTime }) => openTime >= from && openTime <= to),
  quiet: quiet.filter((openTime) => openTime >= from && openTime <= to),
});

interface Fetched {
  readonly minutes: Minutes;
  /** Pages of which the venue said nothing, and did not say that there was nothing. */
  readonly unanswered: readonly Span[];
}

/**
 * Believes an empty page only where the venue says in another answer, which is not empty, that nothing was traded so long: before the
 * first listing, or in a hole of its record. Otherwise it is asked for once more; undefined where it stays empty.
 */
const doubting = (
  { history }: FetchPorts,
  { venue, symbol }: HistoryJob,
  ask: ReturnType<typeof patient>,
) => {
  let silent = Number.NEGATIVE_INFINITY;
  return async (page: Minutes, from: number, last: number): Promise<Minutes | undefined> => {
    if (page.candles.length > 0 || last < silent) return page;
    silent = (await ask(() => history.silentUntil(venue, symbol, from))) ?? Number.NEGATIVE_INFINITY;
    if (last < silent) return page;
    const again = await ask(() => history.minutes(venue, symbol, from, last));
    return again.candles.length > 0 ? again : undefined;
  };
};

/** Every minute of the span from the venue, page by page; what reaches to `open` may be empty because nothing is new. @throws FeedError */
const fetchSpan = async (
  ports: FetchPorts,
  job: HistoryJob,
  { from, to }: Span,
  open: number,
): Promise<Fetched> => {
  const { history, sleep } = ports;
  const { venue, symbol } = job;
  const page = (history.pageMinutes(venue) ?? 1) * MINUTE;
  const ask = patient(sleep);
  const believed = doubting(ports, job, ask);
  const parts: Minutes[] = [];
  const unanswered: Span[] = [];
  for (let next = from; next <= to; next += page) {
    const end = Math.min(next + page - 1, to);
    const last = end + 1 - MINUTE;
    const answer = await ask(() => history.minutes(venue, symbol, next, last));
    const part = end >= open ? answer : await believed(answer, next, last);
    if (part) parts.push(part);
    else unanswered.push({ from: next, to: end });
  }
  return { minutes: withoutHoles(joined(parts)), unanswered };
};

/**
 * Fetches consecutive days, newest first, and writes each of them: the whole day, whatever of it the job asks for, so that it is
 * good for every other job too. One that has not ended yet is fetched as far as it is published.
 * @returns the days of which the venue left something unanswered: they are not settled, and the next import asks for them again
 * @throws FeedError
 */
export const fetchDays = async (
  ports: FetchPorts,
  job: HistoryJob,
  days: readonly Span[],
  now: number,
): Promise<Span[]> => {
  const published = publishedTo(now);
  const span = { from: days.at(-1)?.from ?? 0, to: Math.min(days[0]?.to ?? 0, published) };
  const { minutes, unanswered } = await fetchSpan(ports, job, span, published);
  const isUnanswered = (day: Span) => unanswered.some(({ from, to }) => from <= day.to && to >= day.from);
  for (const day of days) {
    const settled = day.to + SETTLED_AFTER < now && !isUnanswered(day);
    const own = within(minutes, day);
    await ports.archive.addDay(job.venue, job.symbol, { day: day.from, minutes: own, settled });
  }
  return days.filter(isUnanswered);
};
