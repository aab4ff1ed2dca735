import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candleRoutes } from '../../../functions/http/candle-routes.ts';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { historyJobs } from '../../../shared/adapters/dynamodb/history-jobs.ts';
import { createHistory } from '../../../shared/adapters/feeds/history.ts';
import { runJob } from '../../../shared/application/run-job.ts';
import { csvLines } from '../../../shared/contract/present/candles.ts';
import type { HistorySource } from '../../../shared/ports/history.ts';
import { FeedError } from '../../../shared/ports/venue.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { asking } from '../../unit/http/requests.ts';
import { DAY, MINUTE, START } from './support.ts';

/** Four days and ten hours of minutes, with an hour that the exchange itself lacks, on the second day. */
const LENGTH = 4 * 1_440 + 600;
const HOLE = { from: START + DAY + 600 * MINUTE, to: START + DAY + 660 * MINUTE - 1 };
const rows = Array.from({ length: LENGTH }, (_, minute) => {
  const openTime = START + minute * MINUTE;
  if (openTime >= HOLE.from && openTime <= HOLE.to) return null;
  const close = 100 + (minute % 50) / 10;
  return [100, 110, 90, close] as const;
});
const NOW = START + LENGTH * MINUTE + 30_000;

interface ImportAnswer {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly error: string | null;
}
interface CandlesAnswer {
  readonly items: readonly unknown[];
  readonly gaps: readonly unknown[];
  readonly missing: readonly unknown[];
}

describe('imports', () => {
  let lab: Lab;
  let wall = 1_000_000_000_000;
  let asked = 0;
  let started: { id: string; now: number }[] = [];
  let fails: FeedError | undefined;
  let files = new Map<string, string>();

  beforeAll(async () => {
    lab = await startLab({ market: scriptedMarket(START, { 'BTC/USDT': rows, 'ETH/USDT': rows }), now: NOW });
    await lab.tickAt(NOW);
  });
  afterAll(() => lab.stop());
  beforeEach(() => {
    started = [];
    asked = 0;
    fails = undefined;
    wall += 3_600_000;
    files = new Map();
  });

  const starter = { start: async (id: string, now: number) => void started.push({ id, now }) };
  const jobs = () => historyJobs(lab.stores.client, TABLES.market);
  const history = (): HistorySource => {
    const source = createHistory({ BINANCE_API_URL: lab.server.url, COINBASE_API_URL: lab.server.url });
    return {
      ...source,
      minutes: (...page) => {
        asked += 1;
        if (fails) throw fails;
        return source.minutes(...page);
      },
    };
  };
  const run = (
    job: { id: string; now: number },
    options: { budgetMs?: number; from?: HistorySource } = {},
  ) => {
    let elapsed = 0;
    return runJob(
      {
        market: lab.requests.market,
        archive: candleArchive(lab.stores.client, TABLES.market),
        history: options.from ?? history(),
        jobs: jobs(),
        starter,
        files: { put: async (id, bytes) => void files.set(id, Buffer.from(bytes).toString()) },
        fileOf: async (pages) => Buffer.from(pages.join('')),
        linesOf: csvLines,
        wall: () => wall,
        elapsed: () => elapsed++,
        budgetMs: options.budgetMs ?? 1_000,
        leaseMs: 60_000,
      },
      job,
    );
  };
  const api = () =>
    asking(
      candleRoutes({
        ...lab.requests,
        jobs: jobs(),
        starter,
        links: { link: (id, name, seconds) => `https://s3/${id}?${name}&${seconds}` },
        wall: () => wall,
        report: () => {},
      }),
    ).ask;
  const span = (symbol: string, from: number, to: number) => ({
    symbol,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  const post = async (body: unknown, userId = 'ada') => {
    const answer = await api()({ method: 'POST', path: '/v1/candle-imports', body, now: NOW, userId });
    return { status: answer.status, json: answer.json as ImportAnswer & { code?: string } };
  };
  const get = async (id: string) =>
    (await api()({ path: `/v1/candle-imports/${id}`, now: NOW })).json as ImportAnswer;
  const candles = async (symbol: string, from: number, to: number) => {
    const query = { ...span(symbol, from, to), interval: '1h', limit: '5000' };
    return (await api()({ path: '/v1/candles', query, now: NOW })).json as CandlesAnswer;
  };

  it('bring the past page by page, with its progress, and a second one asks for nothing', async () => {
    const before = await candles('BTC/USDT', START, NOW);
    expect(before.missing.length).toBeGreaterThan(0);
    const { status, json } = await post(span('BTC/USDT', START, NOW));
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: 'queued', progress: { total: LENGTH } });
    expect(started).toHaveLength(1);
    expect(await run(started[0] ?? { id: '', now: 0 })).toBe('done');
    // Five days of 1,440 minutes by a thousand a page, in one run of days.
    expect(asked).toBe(Math.ceil(LENGTH / 1_000));
    expect(await get(json.id)).toMatchObject({ status: 'done', progress: { done: LENGTH, total: LENGTH } });

    const after = await candles('BTC/USDT', START, NOW);
    expect(after.items).toHaveLength(4 * 24 + 10 - 1);
    // What the exchange itself lacks stays a gap, and is not offered again.
    expect(after.gaps).toEqual([
      { from: new Date(HOLE.from).toISOString(), to: new Date(HOLE.to).toISOString() },
    ]);
    expect(after.missing).toEqual([]);

    const again = await post(span('BTC/USDT', START + 1, NOW - MINUTE));
    expect(again.json).toMatchObject({ status: 'done' });
    expect((await post(span('BTC/USDT', START, NOW))).json).toMatchObject({ status: 'done' });
    expect(started).toHaveLength(1);
  });

  it('asked by two hundred people, twenty-five at a time, are made once', async () => {
    const body = span('ETH/USDT', START, START + DAY - 1);
    const answers: Awaited<ReturnType<typeof post>>[] = [];
    for (let wave = 0; wave < 8; wave++) {
      const people = Array.from({ length: 25 }, (_, user) => post(body, `user-${25 * wave + user}`));
      answers.push(...(await Promise.all(people)));
    }
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(started).toHaveLength(1);
    const [job = { id: '', now: 0 }] = started;
    const outcomes = await Promise.all([run(job), run(job), run(job)]);
    expect(outcomes.toSorted()).toEqual(['busy', 'busy', 'done']);
    expect(asked).toBe(2);
  });

  it('go on where they stopped: out of time, crashed, and refused by the store', async () => {
    const { json } = await post(span('ETH/USDT', START, START + 4 * DAY - 1));
    const [job = { id: '', now: 0 }] = started;
    // Time is up before the first chunk: it starts itself again.
    expect(await run(job, { budgetMs: 0 })).toBe('continued');
    expect(started).toHaveLength(2);
    // A crash: the process is gone with its lease, and the days that were written stay.
    const real = history();
    let pages = 0;
    const dying: HistorySource = {
      ...real,
      minutes: (...page) => {
        if (++pages > 3) throw new Error('killed');
        return real.minutes(...page);
      },
    };
    await expect(run(job, { from: dying })).rejects.toThrow('killed');
    expect(await get(json.id)).toMatchObject({ status: 'running' });
    expect(await run(job)).toBe('done');
    expect(await get(json.id)).toMatchObject({ status: 'done' });
    expect((await candles('ETH/USDT', START, START + 4 * DAY - 1)).missing).toEqual([]);
    expect(await run(job)).toBe('nothing_to_do');
  });

  it('say why they failed, and go on when they are asked for again', async () => {
    const body = span('ETH/USDT', START + 4 * DAY, NOW);
    fails = new FeedError('replay', 'rate_limited', 'answered 429');
    const { json } = await post(body);
    expect(await run(started[0] ?? { id: '', now: 0 })).toBe('failed');
    expect(await get(json.id)).toMatchObject({ status: 'failed', error: 'replay: answered 429' });
    fails = undefined;
    expect((await post(body)).json).toMatchObject({ id: json.id, status: 'queued', error: null });
    expect(await run(started.at(-1) ?? { id: '', now: 0 })).toBe('done');
  });

  it('that nobody goes on with are told as failed, and begun anew by who asks', async () => {
    const body = span('ETH/USDT', START - 3 * DAY, START - 2 * DAY);
    const { json } = await post(body);
    expect(started).toHaveLength(1);
    wall += 121_000;
    expect(await get(json.id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('ask again'),
    });
    expect((await post(body)).json).toMatchObject({ id: json.id, status: 'queued' });
    expect(started).toHaveLength(2);
  });

  it('are limited: in length, to what has ended, and to twenty an hour of one user', async () => {
    const long = await post(span('BTC/USDT', NOW - 401 * DAY, NOW));
    expect(long).toMatchObject({ status: 400, json: { code: 'validation_failed' } });
    const future = await post(span('BTC/USDT', NOW + DAY, NOW + 2 * DAY));
    expect(future).toMatchObject({ status: 422, json: { code: 'no_history' } });
    const foreign = await post(span('XXX/USDT', START, NOW));
    expect(foreign).toMatchObject({ status: 422, json: { code: 'unknown_symbol' } });
    const statuses: number[] = [];
    for (let index = 0; index < 21; index++)
      statuses.push((await post(span('BTC/USDT', START - (index + 9) * DAY, START - DAY), 'eve')).status);
    expect(statuses).toEqual([...Array(20).fill(202), 429]);
    const other = await api()({ path: '/v1/candle-imports/import-nothing-of-the-kind', now: NOW });
    expect(other.status).toBe(404);
  });

  it('exports are files of the whole span, fetched by a link for 15 minutes', async () => {
    const body = { ...span('BTC/USDT', START, START + 2 * DAY - 1), interval: '4h' };
    const asked = await api()({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    expect(asked).toMatchObject({ status: 202, json: { status: 'queued', url: null } });
    const [job = { id: '', now: 0 }] = started;
    expect(await run(job)).toBe('done');
    const { json } = await api()({ path: `/v1/candle-exports/${job.id}`, now: NOW });
    expect(json).toMatchObject({
      status: 'done',
      url: `https://s3/${job.id}?BTC-USDT-4h.csv.gz&900`,
      // The link is signed by the machine's clock, whatever time the market has.
      expiresAt: new Date(wall + 900_000).toISOString(),
    });
    const lines = files.get(job.id)?.trimEnd().split('\r\n') ?? [];
    expect(lines[0]).toBe('time,open,high,low,close,volume');
    expect(lines).toHaveLength(1 + 12);
    // 240 minutes of volume 1 each; an hour of the third candle of the second day is not there.
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual([
      ...Array(8).fill('240'),
      '180',
      ...Array(3).fill('240'),
    ]);
    const again = await api()({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    expect(again.json).toMatchObject({ status: 'done' });
    expect(started).toHaveLength(1);
  });

  it('exports hold the candles that open within the span, each of them whole', async () => {
    const body = { ...span('BTC/USDT', START + 3_600_000, START + DAY + 3_600_000), interval: '4h' };
    await api()({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    const [job = { id: '', now: 0 }] = started;
    expect(await run(job)).toBe('done');
    const lines = files.get(job.id)?.trimEnd().split('\r\n') ?? [];
    const times = [4, 8, 12, 16, 20, 24].map((hour) => new Date(START + hour * 3_600_000).toISOString());
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(times);
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual(Array(6).fill('240'));
  });
});
