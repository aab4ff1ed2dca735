import { INTERVALS, type Minutes, type Span } from '../domain/market/candle.ts';
import { unknownIn, withoutHoles } from '../domain/market/candles.ts';
import type { CandleArchive } from '../ports/candle-archive.ts';
import type { HistoryJob, HistorySource } from '../ports/history.ts';
import { FeedError } from '../ports/venue.ts';
import type { RunPorts } from './run-ports.ts';

const MINUTE = INTERVALS['1m'];
const DAY = INTERVALS['1d'];
/** A past day is settled this much after its end: the venue publishes nothing new of it, ms. */
const SETTLED_AFTER = 600_000;
/** So long altogether an import waits where the venue says that it is asked too often, for each run of days, ms. */
const PATIENCE = 30_000;
/** Where the venue does not say for how long it wants to be left alone, ms. */
const PAUSE = 5_000;

const dayOf = (time: number): number => Math.floor(time / DAY) * DAY;

export interface ImportPorts extends RunPorts {
  readonly archive: CandleArchive;
  readonly history: HistorySource;
}

const joined = (parts: readonly Minutes[]): Minutes => ({
  candles: parts.flatMap(({ candles }) => candles),
  quiet: parts.flatMap(({ quiet }) => quiet),
});

const within = ({ candles, quiet }: Minutes, { from, to }: Span): Minutes => ({
  candles: candles.filter(({ openTime }) => openTime >= from && openTime <= to),
  quiet: quiet.filter((openTime) => openTime >= from && openTime <= to),
});

/** Asks again after the pause that a 429 asks for, as long as all pauses together are short. @throws FeedError */
const patient = (sleep: ImportPorts['sleep']) => {
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

/** Every minute of the span from the venue, page by page. @throws FeedError */
const fetchSpan = async (
  { history, sleep }: ImportPorts,
  { venue, symbol }: HistoryJob,
  { from, to }: Span,
): Promise<Minutes> => {
  const page = (history.pageMinutes(venue) ?? 1) * MINUTE;
  const ask = patient(sleep);
  const parts: Minutes[] = [];
  for (let next = from; next <= to; next += page) {
    const last = Math.min(next + page, to + 1) - MINUTE;
    parts.push(await ask(() => history.minutes(venue, symbol, next, last)));
  }
  return withoutHoles(joined(parts));
};

/** The days of the span of which something is missing, newest first: what a chart shows comes first. */
const missingDays = async (ports: ImportPorts, job: HistoryJob): Promise<Span[]> => {
  const { batch, venue, symbol, from, to } = job;
  const stored = await ports.market.minutes(batch, venue, symbol, from, to);
  const settled = new Set(stored.settled.map((span) => span.from));
  const days = new Map<number, Span>();
  for (const gap of unknownIn(stored, { from, to }))
    for (let day = dayOf(gap.from); day <= gap.to; day += DAY)
      if (!settled.has(day)) days.set(day, { from: day, to: day + DAY - 1 });
  return [...days.values()].sort((left, right) => right.from - left.from);
};

/** Consecutive days, so many that their pages are full; newest first. */
const chunksOf = (days: readonly Span[], pageMinutes: number): Span[][] => {
  const most = Math.max(1, Math.floor((25 * pageMinutes) / 1_000));
  const chunks: Span[][] = [];
  for (const day of days) {
    const last = chunks.at(-1);
    if (last && last.length < most && last.at(-1)?.from === day.to + 1) last.push(day);
    else chunks.push([day]);
  }
  return chunks;
};

/**
 * Fetches what of the job's days is not there and writes each day as soon as it is whole, so that a crash loses the days in
 * flight alone, and a repeat asks for nothing that is there. The day that has not ended yet is written as far as it has come.
 * @returns the minutes that are there now, and whether all days are done
 */
export const runImport = async (
  ports: ImportPorts,
  job: HistoryJob,
  now: number,
  progress: (done: number) => Promise<void>,
): Promise<boolean> => {
  const days = await missingDays(ports, job);
  let left = days.length;
  const done = () =>
    Math.max(0, Math.round(job.total * (1 - left / Math.ceil((job.to + 1 - job.from) / DAY))));
  for (const chunk of chunksOf(days, ports.history.pageMinutes(job.venue) ?? 1)) {
    if (ports.elapsed() >= ports.budgetMs) return false;
    await progress(done());
    const span = { from: chunk.at(-1)?.from ?? 0, to: Math.min(chunk[0]?.to ?? 0, job.to) };
    const fetched = await fetchSpan(ports, job, span);
    for (const day of chunk) {
      const settled = day.to + SETTLED_AFTER < now;
      const minutes = within(fetched, day);
      await ports.archive.addDay(job.venue, job.symbol, { day: day.from, minutes, settled });
      left -= 1;
    }
  }
  return true;
};
