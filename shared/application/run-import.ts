import { INTERVALS, type Span } from '../domain/market/candle.ts';
import type { DayClaims, HistoryJob } from '../ports/history.ts';
import { FeedError } from '../ports/venue.ts';
import { daysAtOnce, type FetchPorts, fetchDays, missingDays, runsOf } from './fetch-days.ts';
import type { RunPorts } from './run-ports.ts';

const DAY = INTERVALS['1d'];
/** Fetching a run of days takes less than this, ms: whoever claimed it and died has it no longer. */
const CLAIM = 75_000;
/** How often it is looked whether others have fetched what they claimed, ms. */
const LOOK = 2_000;

export interface ImportPorts extends RunPorts, FetchPorts {
  readonly claims: DayClaims;
}

const claimantOf = ({ id, venue, symbol }: HistoryJob) => ({ venue, symbol, owner: id });
const startsOf = (days: readonly Span[]): number[] => days.map(({ from }) => from);
/** From the first to the last of days that come newest first. */
const spanOf = (days: readonly Span[], { to }: Span): Span => ({
  from: days.at(-1)?.from ?? 0,
  to: Math.min(days[0]?.to ?? 0, to),
});

const unansweredError = ({ venue }: HistoryJob, days: readonly Span[]): FeedError => {
  const [first = 0] = startsOf(days).sort((left, right) => left - right);
  const date = new Date(first).toISOString().slice(0, 10);
  const which = days.length === 1 ? date : `${days.length} days, the first ${date}`;
  return new FeedError(venue, 'bad_answer', `answered with nothing for minutes of ${which}: ask again`);
};

/** Of the first run of days that others leave something of, what is ours now. */
const claimSome = async (ports: ImportPorts, job: HistoryJob, runs: readonly Span[][]): Promise<Span[]> => {
  for (const run of runs) {
    const now = ports.wall();
    const lease = { now, until: now + CLAIM };
    const won = new Set(await ports.claims.claim(claimantOf(job), startsOf(run), lease));
    if (won.size > 0) return run.filter(({ from }) => won.has(from));
  }
  return [];
};

/**
 * Fetches what of the claimed days others have not written between our look and our claim.
 * @returns days that the venue left unanswered
 * @throws FeedError
 */
const fetchClaimed = async (
  ports: ImportPorts,
  job: HistoryJob,
  days: readonly Span[],
  now: number,
): Promise<Span[]> => {
  const unanswered: Span[] = [];
  try {
    const missing = await missingDays(ports, job, spanOf(days, job), 'consistent');
    const ours = new Set(startsOf(days));
    const left = missing.filter(({ from }) => ours.has(from));
    for (const run of runsOf(left, days.length)) unanswered.push(...(await fetchDays(ports, job, run, now)));
    return unanswered;
  } finally {
    await ports.claims.release(claimantOf(job), startsOf(days));
  }
};

/**
 * Fetches what of the job's days is not there, run of days by run of days, each claimed before it is asked for: imports that
 * overlap share the work, and no day is fetched by two. What others have claimed is waited for; where they die over it, it is
 * taken over. Days that the venue leaves unanswered hold up no other, and in the end the job says so. A crash loses the days in flight alone, and a repeat asks for nothing that is there.
 * @returns whether all days are done
 * @throws FeedError
 */
export const runImport = async (
  ports: ImportPorts,
  job: HistoryJob,
  now: number,
  progress: (done: number) => Promise<void>,
): Promise<boolean> => {
  const days = Math.ceil((job.to + 1 - job.from) / DAY);
  const most = daysAtOnce(ports.history.pageMinutes(job.venue));
  const unanswered: Span[] = [];
  let left = await missingDays(ports, job, job);
  while (left.length > 0) {
    if (ports.elapsed() >= ports.budgetMs) return false;
    await progress(Math.max(0, Math.round(job.total * (1 - left.length / days))));
    const ours = await claimSome(ports, job, runsOf(left, most));
    if (ours.length === 0) {
      await ports.sleep(LOOK);
      left = await missingDays(ports, job, spanOf(left, job), 'consistent');
    } else {
      unanswered.push(...(await fetchClaimed(ports, job, ours, now)));
      left = left.filter((day) => !ours.includes(day));
    }
  }
  if (unanswered.length > 0) throw unansweredError(job, unanswered);
  return true;
};
