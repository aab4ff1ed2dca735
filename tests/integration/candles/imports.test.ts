import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { createHistory } from '../../../shared/adapters/feeds/history.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { HistorySource } from '../../../shared/ports/history.ts';
import { FeedError } from '../../../shared/ports/venue.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { type ImportLab, importLab, span } from './import-lab.ts';
import { DAY, MINUTE, START, traded } from './support.ts';

/** Four days and ten hours of minutes, with an hour that the exchange itself lacks, on the second day. */
const LENGTH = 4 * 1_440 + 600;
const HOLE = { from: START + DAY + 600 * MINUTE, to: START + DAY + 660 * MINUTE - 1 };
const rows = Array.from({ length: LENGTH }, (_, minute) => {
  const openTime = START + minute * MINUTE;
  if (openTime >= HOLE.from && openTime <= HOLE.to) return null;
  const close = 100 + (minute % 50) / 10;
  return [100, 110, 90, close] as const;
});
const SYMBOLS = [
  'BTC/USDT',
  'ETH/USDT',
  'SOL/USDT',
  'ADA/USDT',
  'XRP/USDT',
  'DOT/USDT',
  'LTC/USDT',
  'BNB/USDT',
];
const NOW = START + LENGTH * MINUTE + 30_000;

describe('imports', () => {
  let lab: Lab;
  let imports: ImportLab;
  let asked = 0;
  let fails: FeedError | undefined;

  beforeAll(async () => {
    lab = await startLab({
      market: scriptedMarket(START, Object.fromEntries(SYMBOLS.map((symbol) => [symbol, rows]))),
      now: NOW,
    });
    await lab.tickAt(NOW);
  });
  afterAll(() => lab.stop());
  let hours = 0;
  beforeEach(() => {
    asked = 0;
    fails = undefined;
    imports = importLab({ stores: lab.stores, requests: lab.requests, history, now: NOW });
    imports.clock.wall += ++hours * 3_600_000;
  });

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

  it('bring the past page by page, with its progress, and a second one asks for nothing', async () => {
    const before = await imports.candles('BTC/USDT', START, NOW);
    expect(before.missing.length).toBeGreaterThan(0);
    const { status, json } = await imports.post(span('BTC/USDT', START, NOW));
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: 'queued', progress: { total: LENGTH } });
    expect(imports.started).toHaveLength(1);
    expect(await imports.run()).toBe('done');
    // Five days of 1,440 minutes by a thousand a page, in one run of days.
    expect(asked).toBe(Math.ceil(LENGTH / 1_000));
    expect(await imports.get(json.id)).toMatchObject({
      status: 'done',
      progress: { done: LENGTH, total: LENGTH },
    });

    const after = await imports.candles('BTC/USDT', START, NOW);
    expect(after.items).toHaveLength(4 * 24 + 10 - 1);
    // What the exchange itself lacks stays a gap, and is not offered again.
    expect(after.gaps).toEqual([
      { from: new Date(HOLE.from).toISOString(), to: new Date(HOLE.to).toISOString() },
    ]);
    expect(after.missing).toEqual([]);

    const again = await imports.post(span('BTC/USDT', START + 1, NOW - MINUTE));
    expect(again.json).toMatchObject({ status: 'done' });
    expect((await imports.post(span('BTC/USDT', START, NOW))).json).toMatchObject({ status: 'done' });
    expect(imports.started).toHaveLength(1);
  });

  const middayOf = (day: number) => START + day * DAY + DAY / 2;

  it('that end within a past day fetch it whole: nothing of it is lost for who asks for the rest', async () => {
    await imports.post(span('SOL/USDT', START + 2 * DAY, middayOf(2)));
    expect(await imports.run()).toBe('done');
    const { items, gaps, missing } = await imports.candles('SOL/USDT', START + 2 * DAY, START + 3 * DAY - 1);
    expect(items).toHaveLength(24);
    expect({ gaps, missing }).toEqual({ gaps: [], missing: [] });
    // To midnight, inclusive: one minute of the next day.
    await imports.post(span('SOL/USDT', START, START + DAY));
    expect(await imports.run()).toBe('done');
    const second = await imports.candles('SOL/USDT', START + DAY, START + 2 * DAY - 1, '1m');
    expect(second.items).toHaveLength(1_440 - 60);
    expect(second.missing).toEqual([]);
  });

  it('that overlap leave everything, also where the one that fetches a day asks for half of it', async () => {
    const half = await imports.post(span('ADA/USDT', START, middayOf(0)));
    const whole = await imports.post(span('ADA/USDT', START, START + DAY - 1));
    const other = await imports.post(span('ADA/USDT', middayOf(0), START + 2 * DAY - 1));
    const jobs = [half, whole, other].map(({ json }) => ({ id: json.id, now: NOW }));
    expect(await imports.run(jobs[0])).toBe('done');
    expect(await Promise.all(jobs.slice(1).map((job) => imports.run(job)))).toEqual(['done', 'done']);
    const { items, missing } = await imports.candles('ADA/USDT', START, START + 2 * DAY - 1, '1m');
    expect(items).toHaveLength(2 * 1_440 - 60);
    expect(missing).toEqual([]);
  });

  it('ask again for a day that an earlier version settled with a part of it', async () => {
    const day = START + 2 * DAY;
    const archive = candleArchive(lab.stores.client, TABLES.market);
    await archive.addDay('replay', 'XRP/USDT' as MarketSymbol, {
      day,
      minutes: traded(day, 721),
      settled: true,
    });
    const key = { pk: 'day#replay#XRP/USDT', sk: new Date(day).toISOString().slice(0, 10) };
    // What an earlier version wrote has no rule.
    await lab.stores.client.send(
      new UpdateCommand({
        TableName: TABLES.market,
        Key: key,
        UpdateExpression: 'REMOVE #rule',
        ExpressionAttributeNames: { '#rule': 'rule' },
      }),
    );
    const before = await imports.candles('XRP/USDT', day, day + DAY - 1);
    expect(before.missing).toHaveLength(1);
    expect((await imports.post(span('XRP/USDT', day, day + DAY - 1))).json).toMatchObject({
      status: 'queued',
    });
    expect(await imports.run()).toBe('done');
    const after = await imports.candles('XRP/USDT', day, day + DAY - 1, '1m');
    expect(after.items).toHaveLength(1_440);
    expect(after.missing).toEqual([]);
  });

  /** The exchange answers with an empty list the first so many times that it is asked for minutes of before `until`. */
  const emptyAtFirst = (times: number, until = Number.POSITIVE_INFINITY): HistorySource => {
    const source = history();
    let left = times;
    const minutes: HistorySource['minutes'] = async (...page) => {
      const answer = await source.minutes(...page);
      return page[2] < until && left-- > 0 ? { candles: [], quiet: [] } : answer;
    };
    return { ...source, minutes };
  };

  it('do not believe an empty list of days in which the exchange knows of trades', async () => {
    const [from, to] = [START + 2 * DAY, START + 4 * DAY - 1];
    const body = span('DOT/USDT', from, to);
    const { json } = await imports.post(body);
    expect(await imports.run(imports.started[0], { history: emptyAtFirst(Number.POSITIVE_INFINITY) })).toBe(
      'failed',
    );
    const error = 'replay: answered with nothing for minutes of 2 days, the first 2026-11-04: ask again';
    expect(await imports.get(json.id)).toMatchObject({ status: 'failed', error, progress: { total: 2_880 } });
    const before = await imports.candles('DOT/USDT', from, to);
    expect(before.missing).toEqual([{ from: body.from, to: body.to }]);
    expect((await imports.post(body)).json).toMatchObject({ status: 'queued' });
    // One empty list is asked about and asked for once more.
    expect(await imports.run(imports.started[1], { history: emptyAtFirst(1) })).toBe('done');
    const after = await imports.candles('DOT/USDT', from, to, '1m');
    expect(after.items).toHaveLength(2_880);
    expect(after.missing).toEqual([]);
  });

  it('go on with other days where the exchange leaves some unanswered', async () => {
    const body = span('LTC/USDT', START + 2 * DAY, START + 4 * DAY - 1);
    await imports.post(body);
    const history = emptyAtFirst(Number.POSITIVE_INFINITY, START + 2 * DAY + 1);
    expect(await imports.run(imports.started[0], { history })).toBe('failed');
    const { items, missing } = await imports.candles('LTC/USDT', START + 2 * DAY, START + 4 * DAY - 1, '1m');
    expect(items).toHaveLength(2_880 - 1_000);
    expect(missing).toEqual([
      { from: body.from, to: new Date(START + 2 * DAY + 1_000 * MINUTE - 1).toISOString() },
    ]);
  });

  it('believe that there is nothing before the first candle of a market', async () => {
    const [from, to] = [START - 3 * DAY, START - 1];
    await imports.post(span('BNB/USDT', from, to));
    expect(await imports.run()).toBe('done');
    // Each page once.
    expect(asked).toBe(Math.ceil(4_320 / 1_000));
    const { items, gaps, missing } = await imports.candles('BNB/USDT', from, to);
    expect(items).toEqual([]);
    expect(missing).toEqual([]);
    expect(gaps).toHaveLength(1);
    expect((await imports.post(span('BNB/USDT', from, to))).json).toMatchObject({ status: 'done' });
  });

  it('asked by two hundred people, twenty-five at a time, are made once', async () => {
    const body = span('ETH/USDT', START, START + DAY - 1);
    const answers: Awaited<ReturnType<typeof imports.post>>[] = [];
    for (let wave = 0; wave < 8; wave++) {
      const people = Array.from({ length: 25 }, (_, user) => imports.post(body, `user-${25 * wave + user}`));
      answers.push(...(await Promise.all(people)));
    }
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(imports.started).toHaveLength(1);
    const [job = { id: '', now: 0 }] = imports.started;
    const outcomes = await Promise.all([imports.run(job), imports.run(job), imports.run(job)]);
    expect(outcomes.toSorted()).toEqual(['busy', 'busy', 'done']);
    expect(asked).toBe(2);
  });

  it('go on where they stopped: out of time, crashed, and refused by the store', async () => {
    const { json } = await imports.post(span('ETH/USDT', START, START + 4 * DAY - 1));
    const [job = { id: '', now: 0 }] = imports.started;
    // Time is up before the first chunk: it starts itself again.
    expect(await imports.run(job, { budgetMs: 0 })).toBe('continued');
    expect(imports.started).toHaveLength(2);
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
    await expect(imports.run(job, { history: dying })).rejects.toThrow('killed');
    expect(await imports.get(json.id)).toMatchObject({ status: 'running' });
    expect(await imports.run(job)).toBe('done');
    expect(await imports.get(json.id)).toMatchObject({ status: 'done' });
    expect((await imports.candles('ETH/USDT', START, START + 4 * DAY - 1)).missing).toEqual([]);
    expect(await imports.run(job)).toBe('nothing_to_do');
  });

  it('say why they failed, and go on when they are asked for again', async () => {
    const body = span('ETH/USDT', START + 4 * DAY, NOW);
    fails = new FeedError('replay', 'rate_limited', 'answered 429');
    const { json } = await imports.post(body);
    expect(await imports.run()).toBe('failed');
    expect(await imports.get(json.id)).toMatchObject({ status: 'failed', error: 'replay: answered 429' });
    fails = undefined;
    expect((await imports.post(body)).json).toMatchObject({ id: json.id, status: 'queued', error: null });
    expect(await imports.run()).toBe('done');
  });

  it('that nobody goes on with are told as failed, and begun anew by who asks', async () => {
    const body = span('ETH/USDT', START - 3 * DAY, START - 2 * DAY);
    const { json } = await imports.post(body);
    expect(imports.started).toHaveLength(1);
    imports.clock.wall += 121_000;
    expect(await imports.get(json.id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('ask again'),
    });
    expect((await imports.post(body)).json).toMatchObject({ id: json.id, status: 'queued' });
    expect(imports.started).toHaveLength(2);
  });

  it('are limited: in length, to what has ended, and to twenty an hour of one user', async () => {
    const long = await imports.post(span('BTC/USDT', NOW - 401 * DAY, NOW));
    expect(long).toMatchObject({ status: 400, json: { code: 'validation_failed' } });
    const future = await imports.post(span('BTC/USDT', NOW + DAY, NOW + 2 * DAY));
    expect(future).toMatchObject({ status: 422, json: { code: 'no_history' } });
    const foreign = await imports.post(span('XXX/USDT', START, NOW));
    expect(foreign).toMatchObject({ status: 422, json: { code: 'unknown_symbol' } });
    const statuses: number[] = [];
    for (let index = 0; index < 21; index++)
      statuses.push(
        (await imports.post(span('BTC/USDT', START - (index + 9) * DAY, START - DAY), 'eve')).status,
      );
    expect(statuses).toEqual([...Array(20).fill(202), 429]);
    imports.clock.wall = Math.floor(imports.clock.wall / 3_600_000) * 3_600_000 + 3_600_000 - 90_500;
    const refused = await imports.ask({
      method: 'POST',
      path: '/v1/candle-imports',
      body: span('BTC/USDT', START - 40 * DAY, START - DAY),
      now: NOW,
      userId: 'eve',
    });
    // Until the next hour of the machine's clock begins.
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '91' } });
    const other = await imports.ask({ path: '/v1/candle-imports/import-nothing-of-the-kind', now: NOW });
    expect(other.status).toBe(404);
  });

  it('exports are files of the whole span, fetched by a link for 15 minutes', async () => {
    const body = { ...span('BTC/USDT', START, START + 2 * DAY - 1), interval: '4h' };
    const asked = await imports.ask({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    expect(asked).toMatchObject({ status: 202, json: { status: 'queued', url: null } });
    const [job = { id: '', now: 0 }] = imports.started;
    expect(await imports.run(job)).toBe('done');
    const { json } = await imports.ask({ path: `/v1/candle-exports/${job.id}`, now: NOW });
    expect(json).toMatchObject({
      status: 'done',
      url: `https://s3/${job.id}?BTC-USDT-4h.csv.gz&900`,
      // The link is signed by the machine's clock, whatever time the market has.
      expiresAt: new Date(imports.clock.wall + 900_000).toISOString(),
    });
    const lines = imports.files.get(job.id)?.trimEnd().split('\r\n') ?? [];
    expect(lines[0]).toBe('time,open,high,low,close,volume,unknownMinutes');
    expect(lines).toHaveLength(1 + 12);
    // 240 minutes of volume 1 each; an hour of the third candle of the second day is not there.
    expect(lines.slice(1).map((line) => line.split(',').slice(-2))).toEqual([
      ...Array(8).fill(['240', '0']),
      ['180', '60'],
      ...Array(3).fill(['240', '0']),
    ]);
    const again = await imports.ask({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    expect(again.json).toMatchObject({ status: 'done' });
    expect(imports.started).toHaveLength(1);
  });

  it('an export is made anew once something else is stored of its span, and not before', async () => {
    const [from, to] = [START + 3 * DAY, START + 4 * DAY - 1];
    const body = { ...span('SOL/USDT', from, to), interval: '4h' };
    const request = async () =>
      (await imports.ask({ method: 'POST', path: '/v1/candle-exports', body, now: NOW })).json as {
        id: string;
        status: string;
      };
    const lines = (id: string) => imports.files.get(id)?.trimEnd().split('\r\n') ?? [];
    const { id } = await request();
    expect(await imports.run()).toBe('done');
    // Nothing but the marks of what is not there.
    expect(lines(id).slice(1)).toEqual(
      [0, 4, 8, 12, 16, 20].map((hour) => `${new Date(from + hour * 3_600_000).toISOString()},,,,,,240`),
    );
    expect(await request()).toMatchObject({ id, status: 'done' });
    await imports.post(span('SOL/USDT', from, to));
    expect(await imports.run()).toBe('done');
    expect(await request()).toMatchObject({ id, status: 'queued', url: null });
    expect(await imports.run()).toBe('done');
    expect(lines(id).filter((line) => line.endsWith(',240,0'))).toHaveLength(6);
    expect(await request()).toMatchObject({ id, status: 'done' });
  });

  it('exports hold the candles that open within the span, each of them whole', async () => {
    const body = { ...span('BTC/USDT', START + 3_600_000, START + DAY + 3_600_000), interval: '4h' };
    await imports.ask({ method: 'POST', path: '/v1/candle-exports', body, now: NOW });
    const [job = { id: '', now: 0 }] = imports.started;
    expect(await imports.run(job)).toBe('done');
    const lines = imports.files.get(job.id)?.trimEnd().split('\r\n') ?? [];
    const times = [4, 8, 12, 16, 20, 24].map((hour) => new Date(START + hour * 3_600_000).toISOString());
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(times);
    expect(lines.slice(1).map((line) => line.split(',').at(-2))).toEqual(Array(6).fill('240'));
  });
});
