import { candleRoutes } from '../../../functions/http/candle-routes.ts';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { dayClaims } from '../../../shared/adapters/dynamodb/day-claims.ts';
import { historyJobs } from '../../../shared/adapters/dynamodb/history-jobs.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import type { ImportPorts } from '../../../shared/application/run-import.ts';
import { type RunOutcome, runJob } from '../../../shared/application/run-job.ts';
import { csvLines } from '../../../shared/contract/present/candles.ts';
import type { HistorySource } from '../../../shared/ports/history.ts';
import { type Stores, TABLES } from '../../fixtures/stores.ts';
import { asking } from '../../unit/http/requests.ts';

type RoutePorts = Parameters<typeof candleRoutes>[0];

interface ImportAnswer {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly error: string | null;
}
interface CandlesAnswer {
  readonly items: readonly Record<string, unknown>[];
  readonly gaps: readonly unknown[];
  readonly missing: readonly unknown[];
  readonly next: string | null;
}
interface Job {
  readonly id: string;
  readonly now: number;
}

export const span = (symbol: string, from: number, to: number) => ({
  symbol,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** Imports and exports from the request to the candles that are answered: the test says who runs them, when, and from what. */
export const importLab = (options: {
  readonly stores: Stores;
  readonly requests: Pick<RoutePorts, 'settings' | 'roster'>;
  readonly history: () => HistorySource;
  /** ms, of the market */
  readonly now: number;
}) => {
  const { stores, requests, now } = options;
  const clock = { wall: 1_000_000_000_000 };
  const started: Job[] = [];
  const slept: number[] = [];
  const files = new Map<string, string>();
  const market = marketStore(stores.client, TABLES.market);
  const jobs = historyJobs(stores.client, TABLES.market);
  const starter = { start: async (id: string, now: number) => void started.push({ id, now }) };
  const wall = () => clock.wall;
  const links: RoutePorts['links'] = { link: (id, name, seconds) => `https://s3/${id}?${name}&${seconds}` };
  const { ask } = asking(candleRoutes({ ...requests, market, jobs, starter, links, wall, report: () => {} }));
  return {
    ask,
    /** The machine's clock, ms; who sleeps moves it on. */
    clock,
    /** Jobs that somebody was asked to run. */
    started,
    slept,
    files,

    run(
      job: Job = started.at(-1) ?? { id: 'none was started', now: 0 },
      ports: Partial<ImportPorts> = {},
    ): Promise<RunOutcome> {
      let elapsed = 0;
      return runJob(
        {
          market,
          archive: candleArchive(stores.client, TABLES.market),
          history: options.history(),
          claims: dayClaims(stores.client, TABLES.market),
          jobs,
          starter,
          files: { put: async (id, bytes) => void files.set(id, Buffer.from(bytes).toString()) },
          fileOf: async (pages) => Buffer.from(pages.join('')),
          linesOf: csvLines,
          wall,
          sleep: async (ms) => {
            slept.push(ms);
            clock.wall += ms;
          },
          elapsed: () => elapsed++,
          budgetMs: 1_000,
          leaseMs: 60_000,
          ...ports,
        },
        job,
      );
    },

    async post(body: unknown, userId = 'ada') {
      const answer = await ask({ method: 'POST', path: '/v1/candle-imports', body, now, userId });
      return { status: answer.status, json: answer.json as ImportAnswer & { code?: string } };
    },

    async get(id: string): Promise<ImportAnswer> {
      return (await ask({ path: `/v1/candle-imports/${id}`, now })).json as ImportAnswer;
    },

    /** All of the span, page after page. */
    async candles(symbol: string, from: number, to: number, interval = '1h'): Promise<CandlesAnswer> {
      let next: string | null = new Date(from).toISOString();
      const pages: CandlesAnswer[] = [];
      while (next !== null) {
        const query = { ...span(symbol, from, to), from: next, interval, limit: '5000' };
        const page = (await ask({ path: '/v1/candles', query, now })).json as CandlesAnswer;
        pages.push(page);
        next = page.next;
      }
      return {
        items: pages.flatMap(({ items }) => items),
        gaps: pages.flatMap(({ gaps }) => gaps),
        missing: pages.flatMap(({ missing }) => missing),
        next,
      };
    },
  };
};
export type ImportLab = ReturnType<typeof importLab>;
