import type { HistoryJobs, JobStarter } from '../ports/history.ts';
import type { MarketStore } from '../ports/market-store.ts';

/** What every run of a job needs. */
export interface RunPorts {
  readonly market: Pick<MarketStore, 'minutes'>;
  readonly jobs: HistoryJobs;
  readonly starter: JobStarter;
  /** The machine's clock, ms. */
  readonly wall: () => number;
  /** Milliseconds since the event was received. */
  readonly elapsed: () => number;
  /** @param ms by the machine's clock */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** An import begins nothing new once so much has elapsed, and is started again. */
  readonly budgetMs: number;
  /** What runs is at work for no longer than this, ms: then somebody else may begin. */
  readonly leaseMs: number;
}
