import { INTERVALS, type Interval } from '../domain/market/candle.ts';
import { minuteOf } from '../domain/market/candles.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import { ok, type Result, refuse, refuseFor } from '../domain/problem.ts';
import type { HistoryJob, HistoryJobs, JobStarter } from '../ports/history.ts';
import { PUBLISHED_AFTER, publishedTo } from './fetch-days.ts';
import type { CandlePorts } from './ports.ts';
import { candleHome, HISTORY, hasHistory, missingIn } from './read-candles.ts';
import { contentOf } from './stored-slices.ts';

/** What asking for an import or an export needs. */
export interface JobPorts extends CandlePorts {
  readonly jobs: HistoryJobs;
  readonly starter: JobStarter;
  /** The machine's clock, ms: how long a job has been at work is no matter of the market's time. */
  readonly wall: () => number;
}

const MINUTE = INTERVALS['1m'];
const HOUR = INTERVALS['1h'];
/** New jobs of one user in an hour; what runs already, or is there, counts for nobody. */
const MOST_JOBS = 20;
/** Nobody has begun a job, or gone on with it, for so long: it is begun anew when somebody asks, ms. */
const FORGOTTEN = 120_000;
/** An export is kept a day; one that is older than this is made anew, so that its link lives, ms. */
const EXPORT_KEPT = 20 * HOUR;

export interface JobRequest {
  readonly userId: string;
  readonly symbol: MarketSymbol;
  /** ms, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Of an export. */
  readonly interval?: Interval;
  /** ms */
  readonly now: number;
}

/** At work, or about to be: asking again begins nothing. */
export const isUnderWay = ({ status, busyUntil, updatedAt }: HistoryJob, wall: number): boolean =>
  (status === 'queued' || status === 'running') && Math.max(busyUntil, updatedAt + FORGOTTEN) > wall;

/** Letters of an id: a job is named by what it does, so that all who ask for the same find the same. */
const idOf = (parts: readonly (string | number)[]): string =>
  parts.join('-').replaceAll('/', '.').toLowerCase();

/** Begins a job where none of the same is at work; of two who ask at once one begins it, the other finds it. */
const begin = async (
  ports: JobPorts,
  request: JobRequest,
  job: Omit<HistoryJob, 'status' | 'busyUntil' | 'updatedAt' | 'error' | 'content'>,
  isGood: (found: HistoryJob) => boolean | Promise<boolean>,
): Promise<Result<HistoryJob>> => {
  const wall = ports.wall();
  const stored = await ports.jobs.load(job.id);
  if (stored && (isUnderWay(stored.job, wall) || (await isGood(stored.job)))) return ok(stored.job);
  const isDone = job.kind === 'import' && job.done === job.total;
  if (!isDone && !(await ports.jobs.take(request.userId, Math.floor(wall / HOUR), MOST_JOBS)))
    return refuseFor(
      'rate_limited',
      `at most ${MOST_JOBS} new imports and exports an hour`,
      HOUR - (wall % HOUR),
    );
  const next: HistoryJob = { ...job, status: isDone ? 'done' : 'queued', busyUntil: 0, updatedAt: wall };
  if (!(await ports.jobs.save(next, stored?.rev ?? 0)))
    return ok((await ports.jobs.load(job.id))?.job ?? next);
  if (!isDone) await ports.starter.start(job.id, request.now);
  return ok(next);
};

/** The past of a symbol from its venue, by whole minutes; what is there is asked of nobody. */
export const requestImport = async (ports: JobPorts, request: JobRequest): Promise<Result<HistoryJob>> => {
  const { symbol, now } = request;
  const home = await candleHome(ports, symbol);
  if (!home.ok) return refuse(home.problem.code, home.problem.message);
  const { batch, venue } = home.value;
  if (!hasHistory(venue)) return refuse('no_history', `${venue} gives no candles of the past`);
  const from = Math.max(minuteOf(request.from), minuteOf(now - HISTORY));
  const to = Math.min(minuteOf(request.to) + MINUTE, publishedTo(now) + 1) - 1;
  if (from > to) return refuse('no_history', 'no minute of this span has ended yet');
  const stored = await ports.market.minutes(batch, venue, symbol, from, to);
  const missing = missingIn(stored, { from, to }, { batch, venue, cursor: to }, now);
  const left = missing.reduce((sum, span) => sum + (span.to + 1 - span.from) / MINUTE, 0);
  const total = (to + 1 - from) / MINUTE;
  // By whole minutes of the request: whoever asks for the last week a minute later finds the same until it has run.
  const id = idOf(['import', venue, symbol, minuteOf(request.from) / MINUTE, minuteOf(request.to) / MINUTE]);
  const job = { id, kind: 'import' as const, batch, venue, symbol, from, to, done: total - left, total };
  return begin(ports, request, job, (found) => found.status === 'done' && left === 0);
};

/**
 * A file of candles, for what is too long for a page: those that open within the span and have ended. One that is there is good as
 * long as what it was made of is what is stored.
 */
export const requestExport = async (
  ports: JobPorts,
  request: JobRequest & { readonly interval: Interval },
): Promise<Result<HistoryJob>> => {
  const { symbol, interval, now } = request;
  const home = await candleHome(ports, symbol);
  if (!home.ok) return refuse(home.problem.code, home.problem.message);
  const { batch, venue } = home.value;
  const step = INTERVALS[interval];
  const opened = (time: number) => Math.floor(time / step) * step;
  const from = Math.ceil(Math.max(request.from, now - HISTORY) / step) * step;
  const to = Math.min(opened(request.to) + step, opened(now - PUBLISHED_AFTER)) - 1;
  if (from > to) return refuse('no_history', `no ${interval} candle that opens in this span has ended yet`);
  const id = idOf(['export', venue, symbol, interval, from / MINUTE, (to + 1) / MINUTE]);
  const total = (to + 1 - from) / MINUTE;
  const job = { id, kind: 'export' as const, batch, venue, symbol, interval, from, to, done: 0, total };
  // Imports, ticks and the nightly packing change what a file would hold: as it was is not as it is.
  return begin(
    ports,
    request,
    job,
    async (found) =>
      found.status === 'done' &&
      ports.wall() - found.updatedAt < EXPORT_KEPT &&
      found.content === (await contentOf(ports, job)),
  );
};
