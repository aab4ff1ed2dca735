import {
  isUnderWay,
  type JobPorts,
  requestExport,
  requestImport,
} from '../../shared/application/history-jobs.ts';
import { readCandles } from '../../shared/application/read-candles.ts';
import { candleOperations } from '../../shared/contract/operations/candles.ts';
import {
  candlesCsv,
  presentCandles,
  presentExport,
  presentImport,
} from '../../shared/contract/present/candles.ts';
import type { ExportLinks, HistoryJob } from '../../shared/ports/history.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { HttpProblem, unwrap } from '../middleware/http-problem.ts';
import { CSV_TYPE, nextLink, wantsCsv } from './csv.ts';

const route = routesOf(candleOperations);

/** How long a link to an export works, seconds. */
const LINK_SECONDS = 900;

export interface CandleRoutePorts extends JobPorts {
  readonly links: ExportLinks;
  readonly report: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/** A job that nobody goes on with any more has failed, whatever it last said of itself. */
const honest = (job: HistoryJob, wall: number): HistoryJob =>
  job.status === 'done' || job.status === 'failed' || isUnderWay(job, wall)
    ? job
    : { ...job, status: 'failed', error: 'it stopped midway: ask again, and it goes on' };

/** Candles, their indicators, and how to get more of them. */
export const candleRoutes = (ports: CandleRoutePorts): Route[] => {
  const jobOf = async (id: string, kind: HistoryJob['kind']): Promise<HistoryJob> => {
    const found = await ports.jobs.load(id);
    if (found?.job.kind !== kind) throw new HttpProblem('not_found', `there is no such ${kind}`);
    return honest(found.job, ports.wall());
  };
  const exported = (job: HistoryJob) => {
    if (job.status !== 'done') return presentExport(job, undefined);
    const name = `${job.symbol.replace('/', '-')}-${job.interval}.csv.gz`;
    const url = ports.links.link(job.id, name, LINK_SECONDS);
    return presentExport(job, { url, expiresAt: ports.wall() + LINK_SECONDS * 1_000 });
  };

  return [
    route('listCandles', async ({ now, query, event }) => {
      const indicators = query.indicators ?? [];
      const page = unwrap(await readCandles(ports, { ...query, indicators, now }));
      const days = page.corrupt.map((day) => new Date(day).toISOString().slice(0, 10));
      if (days.length > 0) ports.report('corrupt_days', { symbol: query.symbol, days });
      const body = presentCandles(query.symbol, query.interval, page);
      if (!wantsCsv(event)) return { body };
      const next = body.next === null ? undefined : { from: body.next };
      return {
        body,
        text: candlesCsv(body, page.unknown),
        headers: { ...CSV_TYPE, ...nextLink(event, '/v1/candles', next) },
      };
    }),

    route('importCandles', async ({ userId, now, body }) => ({
      body: presentImport(unwrap(await requestImport(ports, { userId, now, ...body }))),
    })),

    route('getCandleImport', async ({ params }) => ({
      body: presentImport(await jobOf(params.id, 'import')),
    })),

    route('exportCandles', async ({ userId, now, body }) => ({
      body: exported(unwrap(await requestExport(ports, { userId, now, ...body }))),
    })),

    route('getCandleExport', async ({ params }) => ({
      body: exported(await jobOf(params.id, 'export')),
    })),
  ];
};
