import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { createHistory } from '../../../shared/adapters/feeds/history.ts';
import { emptyBatch } from '../../../shared/application/tick-state.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { memoryRoster } from '../../fixtures/memory-roster.ts';
import { describeRecordedData, recordedRows } from '../../fixtures/recorded-data.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { startCoinbase } from '../feeds/coinbase-server.ts';
import { recording } from '../feeds/recorded.ts';
import { importLab, span } from './import-lab.ts';
import { DAY, MINUTE } from './support.ts';

const BTC_USD = 'BTC/USD' as MarketSymbol;

/** Seconds, low, high, open, close, volume, as Coinbase writes a candle. */
type Recorded = readonly number[];

const recordedMinutes = (file: string): Recorded[] =>
  recordedRows(`ohlcv-1m/${file}.1m.csv.gz`).map(({ time_ms, low, high, open, close, volume }) =>
    [Number(time_ms) / 1_000, low, high, open, close, volume].map(Number),
  );
/** The decimal text of a recorded number; a few tiny volumes are written as `1e-05`. */
const plain = (value: number): string =>
  /e/.test(String(value)) ? value.toFixed(8).replace(/0+$/, '') : String(value);
const asAnswered = ([time = 0, low = 0, high = 0, open = 0, close = 0, volume = 0]: Recorded) => ({
  time: new Date(time * 1_000).toISOString(),
  open: plain(open),
  high: plain(high),
  low: plain(low),
  close: plain(close),
  volume: plain(volume),
});
/** Spans of at least so many minutes, within [from, to], of which the record holds nothing. */
const holesOf = (rows: readonly Recorded[], from: number, to: number, least: number) => {
  const times = [from - MINUTE, ...rows.map(([time = 0]) => time * 1_000), to + 1];
  return times.flatMap((time, index) => {
    const next = times[index + 1] ?? time;
    const minutes = next - time - MINUTE;
    return minutes < least * MINUTE
      ? []
      : [{ from: new Date(time + MINUTE).toISOString(), to: new Date(next - 1).toISOString() }];
  });
};

describeRecordedData('imports from Coinbase', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterAll(() => stores.stop());
  let batches = 0;
  let symbol = BTC_USD;
  beforeEach(() => {
    // Each test has a market of its own.
    symbol = `BTC${batches++}/USD` as MarketSymbol;
  });

  /** Followed up to this moment, and nothing stored: what a symbol is that was just entered. */
  const open = async (
    rows: readonly Recorded[],
    now: number,
    refuses?: (url: URL) => number | undefined,
    options: Parameters<typeof createHistory>[1] = { pace: { perSecond: 10_000, burst: 1_000 } },
  ) => {
    const server = await startCoinbase({ trades: [], candles: rows, now, ...(refuses ? { refuses } : {}) });
    const settings = { feeds: ['coinbase' as const], symbols: [symbol] };
    const state = emptyBatch(0);
    const store = marketStore(stores.client, TABLES.market);
    const version = (await store.loadBatch(0))?.version ?? 0;
    const markets = [{ venue: 'coinbase' as const, symbol, cursor: now - 1, before: now - 1 }];
    await store.saveBatch({ ...state, version, markets }, version);
    const history = () =>
      createHistory({ BINANCE_API_URL: 'http://nowhere', COINBASE_API_URL: server.baseUrl }, options);
    const requests = { settings: settings as never, roster: memoryRoster() };
    return { ...importLab({ stores, requests, history, now }), history, requests: server.requests };
  };

  it('a week, page by page: every candle as recorded, volume to the digit, and its progress', async () => {
    const rows = recordedMinutes('coinbase-2020-02-week/BTC-USD');
    const from = Date.UTC(2020, 1, 10);
    const now = from + 7 * DAY + 30 * MINUTE;
    const lab = await open(rows, now);
    const { status, json } = await lab.post(span(symbol, from, from + 7 * DAY - 1));
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: 'queued', progress: { done: 0, total: 10_080 } });
    expect(await lab.run()).toBe('done');
    expect(await lab.get(json.id)).toMatchObject({
      status: 'done',
      progress: { done: 10_080, total: 10_080 },
    });
    // 10,080 minutes by 300 a page, none twice.
    expect(lab.requests).toHaveLength(34);
    expect(new Set(lab.requests).size).toBe(34);
    const { items, gaps, missing } = await lab.candles(symbol, from, from + 7 * DAY - 1, '1m');
    expect(items).toEqual(rows.map(asAnswered));
    expect({ gaps, missing }).toEqual({ gaps: [], missing: [] });
  });

  it('as Coinbase itself answered: two pages of 300 minutes of 20 March 2020', async () => {
    const pages = ['T05', 'T00'].map(
      (hour) =>
        JSON.parse(recording(`coinbase-exchange/candles.BTC-USD.60.2020-03-20${hour}.json`)) as Recorded[],
    );
    const rows = pages.flat().toReversed();
    expect(rows).toHaveLength(600);
    const from = Date.UTC(2020, 2, 20);
    const lab = await open(rows, from + 600 * MINUTE + 30_000);
    await lab.post(span(symbol, from, from + 600 * MINUTE - 1));
    expect(await lab.run()).toBe('done');
    expect(lab.requests).toHaveLength(2);
    const { items } = await lab.candles(symbol, from, from + 600 * MINUTE - 1, '1m');
    expect(items).toEqual(rows.map(asAnswered));
  });

  it.each([
    // 432 minutes of one evening are in nobody's record; the others are minutes in which nothing was traded.
    { file: 'coinbase-2018-04/BTCUSD', days: 3, from: Date.UTC(2018, 3, 4), gaps: 1 },
    { file: 'coinbase-2018-04/ETHUSD', days: 2, from: Date.UTC(2018, 3, 4), gaps: 1 },
    { file: 'coinbase-2016-10/BTCUSD', days: 3, from: Date.UTC(2016, 9, 7), gaps: 0 },
  ])('a record with holes, $file: hours are a gap, single minutes are quiet', async (recorded) => {
    const { file, days, from } = recorded;
    const rows = recordedMinutes(file);
    expect(rows.length).toBeLessThan(days * 1_440);
    const to = from + days * DAY - 1;
    const lab = await open(rows, to + 1 + DAY);
    await lab.post(span(symbol, from, to));
    expect(await lab.run()).toBe('done');
    const { items, gaps, missing } = await lab.candles(symbol, from, to, '1m');
    expect(items).toEqual(rows.map(asAnswered));
    const holes = holesOf(rows, from, to, 300);
    expect(holes).toHaveLength(recorded.gaps);
    expect(gaps).toEqual(holes);
    // It is not offered again: the venue has been asked.
    expect(missing).toEqual([]);
  });

  const week = () => recordedMinutes('coinbase-2020-02-week/BTC-USD');
  const MONDAY = Date.UTC(2020, 1, 10);
  /** The recorded week twice over: two runs of days, of 34 pages each, newest first. */
  const fortnight = () => {
    const rows = week();
    return [...rows, ...rows.map(([time = 0, ...values]) => [time + 7 * 86_400, ...values])];
  };
  const FORTNIGHT = { from: MONDAY, to: MONDAY + 14 * DAY - 1 };
  const AFTER = FORTNIGHT.to + 1 + DAY;

  it('before the first trade of a market there is nothing, as its hours say, or its days', async () => {
    const rows = week();
    const lab = await open(rows, MONDAY + 8 * DAY);
    // Twenty days before: further than the hours of one answer reach.
    await lab.post(span(symbol, MONDAY - 20 * DAY, MONDAY + DAY - 1));
    expect(await lab.run()).toBe('done');
    const { items, missing } = await lab.candles(symbol, MONDAY - 20 * DAY, MONDAY + DAY - 1, '1d');
    expect(items).toHaveLength(1);
    expect(missing).toEqual([]);
  });

  it('an empty list of hours in which something was traded is not believed, nor taken for quiet', async () => {
    const lab = await open(week(), AFTER);
    const { json } = await lab.post(span(symbol, MONDAY, MONDAY + DAY - 1));
    const real = lab.history();
    const from = MONDAY + 1_200 * MINUTE;
    const minutes: typeof real.minutes = async (...page) =>
      // The last page of the day has four hours: fewer than are doubted as quiet.
      page[2] === from
        ? { candles: [], quiet: Array.from({ length: 240 }, (_, index) => from + index * MINUTE) }
        : real.minutes(...page);
    expect(await lab.run(lab.started[0], { history: { ...real, minutes } })).toBe('failed');
    expect((await lab.get(json.id)).error).toContain('answered with nothing for minutes of 2020-02-10');
    const { missing } = await lab.candles(symbol, MONDAY, MONDAY + DAY - 1, '1m');
    expect(missing).toContainEqual({
      from: new Date(from).toISOString(),
      to: new Date(MONDAY + DAY - 1).toISOString(),
    });
  });

  it('a crash loses the run of days in flight alone; the next run asks for what is not there', async () => {
    const rows = fortnight();
    const lab = await open(rows, AFTER);
    const { json } = await lab.post(span(symbol, FORTNIGHT.from, FORTNIGHT.to));
    const real = lab.history();
    let pages = 0;
    const dying = {
      ...real,
      minutes: (...page: Parameters<typeof real.minutes>) => {
        if (++pages > 34 + 10) throw new Error('killed');
        return real.minutes(...page);
      },
    };
    await expect(lab.run(lab.started[0], { history: dying })).rejects.toThrow('killed');
    expect((await lab.get(json.id)).progress).toEqual({ done: 10_080, total: 20_160 });
    const before = lab.requests.length;
    expect(await lab.run(lab.started[0])).toBe('done');
    expect(lab.requests.length - before).toBe(34);
    const { items, missing } = await lab.candles(symbol, FORTNIGHT.from, FORTNIGHT.to, '1m');
    expect(items).toEqual(rows.map(asAnswered));
    expect(missing).toEqual([]);
  });

  it('a 429 is obeyed: the same page is asked for after the pause, and nothing before', async () => {
    let asked = 0;
    const lab = await open(week(), AFTER, () => (++asked === 3 ? 7_000 : undefined));
    await lab.post(span(symbol, MONDAY, MONDAY + 7 * DAY - 1));
    expect(await lab.run()).toBe('done');
    expect(lab.slept).toEqual([7_000]);
    expect(lab.requests).toHaveLength(35);
    expect(lab.requests[3]).toBe(lab.requests[2]);
    const { items } = await lab.candles(symbol, MONDAY, MONDAY + 7 * DAY - 1, '1m');
    expect(items).toEqual(week().map(asAnswered));
  });

  it('a long pause ends the import with its reason; asked for again, it goes on with what is not there', async () => {
    let asked = 0;
    const lab = await open(fortnight(), AFTER, () => (++asked === 40 ? 120_000 : undefined));
    const { json } = await lab.post(span(symbol, FORTNIGHT.from, FORTNIGHT.to));
    expect(await lab.run()).toBe('failed');
    expect(lab.requests).toHaveLength(40);
    expect(lab.slept).toEqual([]);
    expect(await lab.get(json.id)).toMatchObject({
      status: 'failed',
      error: 'coinbase: answered 429',
      progress: { done: 10_080, total: 20_160 },
    });
    await lab.post(span(symbol, FORTNIGHT.from, FORTNIGHT.to));
    expect(await lab.run()).toBe('done');
    expect(lab.requests).toHaveLength(40 + 34);
    const { missing } = await lab.candles(symbol, FORTNIGHT.from, FORTNIGHT.to, '1h');
    expect(missing).toEqual([]);
  });

  it('its own pace stays below what Coinbase lets through: 10 requests in any second', async () => {
    let clock = 0;
    const times: number[] = [];
    const refuses = () => void times.push(clock);
    const sleep = async (ms: number) => {
      clock += ms;
    };
    const lab = await open(week(), AFTER, refuses, { sleep, elapsed: () => clock });
    await lab.post(span(symbol, MONDAY, MONDAY + 7 * DAY - 1));
    expect(await lab.run()).toBe('done');
    expect(times).toHaveLength(34);
    const inASecond = times.map((time) => times.filter((other) => other >= time && other < time + 1_000));
    expect(Math.max(...inASecond.map(({ length }) => length))).toBeLessThanOrEqual(10);
  });
});
