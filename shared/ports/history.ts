import type { Interval, Minutes } from '../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';

/** The closed minutes of the past, as a venue publishes them. */
export interface HistorySource {
  /** The most minutes of one answer; undefined where the venue gives none of the past. */
  pageMinutes(venue: VenueId): number | undefined;
  /** The minutes that open in [from, to] (ms, at most a page). What is in neither list, the venue does not know. @throws FeedError */
  minutes(venue: VenueId, symbol: MarketSymbol, from: number, to: number): Promise<Minutes>;
  /**
   * Asked in another way, and of what comes after it too: up to where (ms) the venue says that nothing was traded from `from` on, which is a
   * minute that it does know. Undefined where it knows of none, which says nothing. @throws FeedError
   */
  silentUntil(venue: VenueId, symbol: MarketSymbol, from: number): Promise<number | undefined>;
}

export type JobStatus = 'queued' | 'running' | 'done' | 'failed';

/** An import or an export that somebody asked for. Times in ms. */
export interface HistoryJob {
  /** The same for everybody who asks for the same. */
  readonly id: string;
  readonly kind: 'import' | 'export';
  readonly batch: number;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** Of an export. */
  readonly interval?: Interval;
  /** Both inclusive; of an import whole minutes. */
  readonly from: number;
  readonly to: number;
  readonly status: JobStatus;
  /** Minutes of the span that are there, of all. */
  readonly done: number;
  readonly total: number;
  readonly error?: string;
  /** Of an export that is done: what its file was made of, to be told from what is stored later. */
  readonly content?: string;
  /** By the machine's clock: until here whoever runs it is at work, and nobody else begins. */
  readonly busyUntil: number;
  /** By the machine's clock. */
  readonly updatedAt: number;
}

export interface HistoryJobs {
  load(id: string): Promise<{ readonly job: HistoryJob; readonly rev: number } | undefined>;
  /** On condition that the stored one is of this rev (0: none is stored). False where another was faster. */
  save(job: HistoryJob, rev: number): Promise<boolean>;
  /** Takes one of the jobs that a user may begin in this hour. False where all are taken. */
  take(userId: string, hour: number, most: number): Promise<boolean>;
}

/** Who fetches days of a market. */
export interface Claimant {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** The same in each attempt of one job: what it had claimed before a crash is its own. */
  readonly owner: string;
}

/** No day of a market is fetched by two at once: whoever is about to claims it, for as long as fetching may take. */
export interface DayClaims {
  /** Those of the days (midnights, ms) that nobody else has, or had longer ago than `until`: now this owner's. By the machine's clock, ms. */
  claim(
    claimant: Claimant,
    days: readonly number[],
    lease: { readonly now: number; readonly until: number },
  ): Promise<readonly number[]>;
  /** Lets go of what is this owner's. */
  release(claimant: Claimant, days: readonly number[]): Promise<void>;
}

export interface JobStarter {
  /** Has the job run, soon; the answer does not wait for it. @param now ms, the request's own time */
  start(id: string, now: number): Promise<void>;
}

/** Where exports lie until they are fetched. */
export interface ExportFiles {
  put(id: string, bytes: Uint8Array): Promise<void>;
}

export interface ExportLinks {
  /** A link that anybody may fetch the file by, under this name, for so many seconds. */
  link(id: string, fileName: string, seconds: number): string;
}
