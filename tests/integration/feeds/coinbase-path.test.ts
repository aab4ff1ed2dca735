import { describe, expect, test } from 'vitest';
import { createCoinbaseVenue } from '../../../shared/adapters/feeds/coinbase.ts';
import { type PathElement, type PathSlice, startOf } from '../../../shared/domain/market/path.ts';
import { startCoinbase, type Trade } from './coinbase-server.ts';
import { type ExchangeServer, sendJson, startExchange } from './exchange-server.ts';
import { describeRecorded, recording } from './recorded.ts';
import { symbolOf } from './symbols.ts';

const BTC_USD = symbolOf('BTC/USD');
/** A whole minute: 2023-11-14T22:13:00Z. */
const T0 = 1_699_999_980_000;
const MINUTE = 60_000;

const read = async (server: ExchangeServer, from: number, maxPages = 5): Promise<PathSlice> => {
  const venue = createCoinbaseVenue({
    baseUrl: server.baseUrl,
    maxPages,
    pace: { perSecond: 10_000, burst: 1_000 },
    sleep: async () => {},
  });
  const [answer] = await venue.paths([{ symbol: BTC_USD, from }]);
  if (!answer || 'error' in answer) throw new Error(`no slice: ${answer?.error.message}`);
  return answer.slice;
};
const idsOf = (elements: readonly PathElement[]) => elements.map((one) => one.kind === 'print' && one.id);
/** Trades with consecutive ids, this many ms apart. */
const every = (ms: number, count: number, firstId = 1): Trade[] =>
  Array.from({ length: count }, (_, index) => ({ id: firstId + index, time: T0 + index * ms }));

describeRecorded('Coinbase, as recorded on 2022-06-20', () => {
  test('prints from the asked moment on, up to two seconds before the answer', async () => {
    const body = recording('coinbase-exchange/trades.ETH-USDT.2022-06-20.json.gz');
    const server = await startExchange((_url, response) => {
      response.setHeader('date', 'Mon, 20 Jun 2022 09:50:47 GMT');
      response.end(body);
    });
    const slice = await read(server, Date.parse('2022-06-20T09:50:17.923Z'));
    // Two prints share the first moment (17.923077); the two of 09:50:46.193332 are younger than 09:50:45.
    expect(idsOf(slice.elements)).toEqual([
      7239326, 7239327, 7239328, 7239329, 7239330, 7239331, 7239332, 7239333, 7239334, 7239335, 7239336,
    ]);
    expect(slice.elements[0]).toEqual({
      kind: 'print',
      id: 7239326,
      time: Date.parse('2022-06-20T09:50:17.923Z'),
      price: 1126.12,
      quantity: 4.17670917,
    });
    expect(slice).toMatchObject({
      resolution: 'print',
      completeTo: Date.parse('2022-06-20T09:50:45Z'),
      blind: [],
      more: false,
    });
  });

  test('candles: low, high, open, close become open, high, low, close', async () => {
    const body = recording('coinbase-exchange/candles.BTC-USD.60.2020-03-20T00.json');
    const from = Date.parse('2020-03-20T04:57:00Z');
    // One print a second of a later minute, so that one page does not reach back to 04:57.
    const trades = every(1, 1000).map(({ id }) => ({
      trade_id: id,
      price: '1',
      size: '1',
      time: '2020-03-20T04:59:30.000Z',
    }));
    const server = await startExchange((url, response) => {
      response.setHeader('date', 'Fri, 20 Mar 2020 05:10:00 GMT');
      if (url.pathname.endsWith('/candles')) response.end(body);
      else sendJson(response, trades.toReversed());
    });
    const slice = await read(server, from, 1);
    const minutes = slice.elements.filter(({ kind }) => kind === 'bar');
    expect(minutes.map(startOf)).toEqual([from, from + MINUTE, from + 2 * MINUTE]);
    expect(minutes[0]).toEqual({
      kind: 'bar',
      openTime: from,
      closeTime: from + 59_999,
      open: 6186.64,
      high: 6224.98,
      low: 6186.64,
      close: 6222.01,
      volume: 54.34752631,
    });
    // The thousand prints lie in the last of these minutes: they are in its candle.
    expect(slice.elements).toHaveLength(3);
    expect(slice).toMatchObject({
      resolution: '1m',
      completeTo: Date.parse('2020-03-20T05:09:58Z'),
      more: false,
    });
  });
});

describeRecorded('Coinbase, as recorded on 2020-02-17', () => {
  test('every print of a page of BTC-EUR, oldest first', async () => {
    const body = recording('coinbase-exchange/trades.BTC-EUR.json');
    const recorded = JSON.parse(body) as { time: string; trade_id: number; price: string; size: string }[];
    const server = await startExchange((_url, response) => {
      response.setHeader('date', 'Mon, 17 Feb 2020 07:23:30 GMT');
      response.end(body);
    });
    const slice = await read(server, Date.parse('2020-02-17T07:13:06.596Z'));
    expect(slice.elements).toEqual(
      recorded.toReversed().map(({ time, trade_id, price, size }) => ({
        kind: 'print',
        id: trade_id,
        time: Date.parse(time),
        price: Number(price),
        quantity: Number(size),
      })),
    );
    expect(slice.blind).toEqual([]);
  });
});

describe('prints', () => {
  test('pages are followed back to before the asked moment, by the cursor of the answer', async () => {
    const server = await startCoinbase({ trades: every(1000, 25), now: T0 + 60_000, pageSize: 10 });
    const slice = await read(server, T0 + 8000);
    // Pages: ids 25 to 16, 15 to 6; id 6 (at 5 s) is before the asked 8 s. Id 9 is at 8 s.
    expect(idsOf(slice.elements)).toEqual(Array.from({ length: 17 }, (_, index) => 9 + index));
    expect(server.requests).toEqual([
      '/products/BTC-USD/trades?limit=1000',
      '/products/BTC-USD/trades?limit=1000&after=16',
    ]);
  });

  test('prints of one moment on two pages are all there', async () => {
    const trades = [1, 2, 3, 4].map((id) => ({ id, time: id === 1 ? T0 : T0 + 5000 }));
    const server = await startCoinbase({ trades, now: T0 + 60_000, pageSize: 2 });
    expect(idsOf((await read(server, T0 + 5000)).elements)).toEqual([2, 3, 4]);
  });

  test('without a Date header the venue’s clock is asked for', async () => {
    const server = await startCoinbase({ trades: every(1000, 5), now: T0 + 5000, withoutDate: true });
    const slice = await read(server, T0);
    expect(slice.completeTo).toBe(T0 + 3000);
    expect(idsOf(slice.elements)).toEqual([1, 2, 3, 4]);
    expect(server.requests).toContain('/time');
  });

  test('no trade at all is a quiet market: complete, nothing blind', async () => {
    const server = await startCoinbase({ trades: [], now: T0 + 60_000 });
    expect(await read(server, T0)).toEqual({
      elements: [],
      resolution: 'print',
      completeTo: T0 + 58_000,
      blind: [],
      more: false,
    });
  });

  test('asked for less than two seconds ago, the path does not go back', async () => {
    const server = await startCoinbase({ trades: every(1000, 3), now: T0 + 3000 });
    expect(await read(server, T0 + 2500)).toMatchObject({ elements: [], completeTo: T0 + 2499 });
  });

  test('ids that no page holds are a blind window between their neighbours', async () => {
    const trades = every(1000, 20).filter(({ id }) => id < 8 || id > 10);
    const server = await startCoinbase({ trades, now: T0 + 60_000 });
    const slice = await read(server, T0 + 2000);
    // Id 7 is at 6 s, id 11 at 10 s. The gap was asked for once more.
    expect(slice.blind).toEqual([{ from: T0 + 6000, to: T0 + 10_000, reason: 'missing_in_record' }]);
    expect(server.requests).toEqual([
      '/products/BTC-USD/trades?limit=1000',
      '/products/BTC-USD/trades?limit=1000&after=11',
    ]);
  });

  test('ids absent from one page, but there when asked for again, are no gap', async () => {
    const all = every(1000, 20);
    const toJson = ({ id, time }: Trade) => ({
      trade_id: id,
      time: new Date(time).toISOString(),
      price: '10',
      size: '1',
    });
    const server = await startExchange((url, response) => {
      response.setHeader('date', new Date(T0 + 60_000).toUTCString());
      const after = url.searchParams.get('after');
      const page = after ? all.filter(({ id }) => id < Number(after)) : all.filter(({ id }) => id !== 9);
      sendJson(response, page.toReversed().map(toJson));
    });
    const slice = await read(server, T0 + 2000);
    expect(idsOf(slice.elements)).toEqual(Array.from({ length: 18 }, (_, index) => 3 + index));
    expect(slice.blind).toEqual([]);
  });
});

describe('a gap too long to page through', () => {
  /** Six hours of a print each second, ids from 1. */
  const HOURS = 6 * 60;
  const trades = every(1000, HOURS * 60);
  const now = T0 + HOURS * MINUTE;
  const candle = (minute: number) => [(T0 + minute * MINUTE) / 1000, 9, 12, 10, 11, 3];
  const candles = Array.from({ length: HOURS }, (_, minute) => candle(minute));

  test('closed minutes up to the one where the prints begin, then the prints', async () => {
    const server = await startCoinbase({ trades, candles, now });
    const slice = await read(server, T0, 2);
    // Two pages hold the last 2000 s, from 19,600 s on: minute 326 (19,560 s) is the last candle.
    const bars = slice.elements.slice(0, 327);
    expect(bars.map(startOf)).toEqual(Array.from({ length: 327 }, (_, minute) => T0 + minute * MINUTE));
    expect(bars[0]).toEqual({
      kind: 'bar',
      openTime: T0,
      closeTime: T0 + 59_999,
      open: 10,
      high: 12,
      low: 9,
      close: 11,
      volume: 3,
    });
    // The second 327 x 60 = 19,620 has the id 19,621; two seconds before the end is 21,598 with the id 21,599.
    const prints = idsOf(slice.elements.slice(327));
    expect([prints.at(0), prints.at(-1), prints.length]).toEqual([19_621, 21_599, 1_979]);
    expect(slice).toMatchObject({ resolution: '1m', completeTo: now - 2_000, blind: [], more: false });
    const candleRequests = server.requests.filter((request) => request.includes('candles'));
    expect(candleRequests).toEqual([
      '/products/BTC-USD/candles?granularity=60&start=2023-11-14T22:13:00.000Z&end=2023-11-15T03:12:00.000Z',
      '/products/BTC-USD/candles?granularity=60&start=2023-11-15T03:13:00.000Z&end=2023-11-15T03:39:00.000Z',
    ]);
  });

  test('prints that begin in the minute that is still open: the path ends before it', async () => {
    const busy = [...trades, ...every(10, 3_000, trades.length + 1)].map((trade, index) =>
      index < trades.length ? trade : { ...trade, time: trade.time + HOURS * MINUTE },
    );
    const server = await startCoinbase({ trades: busy, candles, now: now + 30_000 });
    const slice = await read(server, T0 + 300 * MINUTE, 2);
    expect(slice.elements).toHaveLength(60);
    expect(slice).toMatchObject({ completeTo: now - 1, more: false });
  });

  test('minutes without a candle are quiet, not blind', async () => {
    const quiet = candles.filter((_, minute) => minute < 10 || minute > 40);
    const server = await startCoinbase({ trades, candles: quiet, now });
    const slice = await read(server, T0, 2);
    expect(slice.elements.filter(({ kind }) => kind === 'bar')).toHaveLength(327 - 31);
    expect(slice).toMatchObject({ completeTo: now - 2_000, blind: [] });
  });

  test('where the pages of candles run out, there is more from there on', async () => {
    const server = await startCoinbase({ trades, candles, now });
    const slice = await read(server, T0, 1);
    expect(slice).toMatchObject({ completeTo: T0 + 300 * MINUTE - 1, more: true });
    expect(slice.elements).toHaveLength(300);
  });

  test('a minute that surely had prints, but has no candle yet, is not passed', async () => {
    const server = await startCoinbase({ trades, candles: candles.slice(0, 326), now });
    const slice = await read(server, T0, 2);
    expect(slice).toMatchObject({ completeTo: T0 + 326 * MINUTE - 1, more: false });
    expect(slice.elements).toHaveLength(326);
  });

  test('a minute that has begun before the asked moment is left out', async () => {
    const server = await startCoinbase({ trades, candles, now });
    const slice = await read(server, T0 + 1, 2);
    expect(slice.elements[0]).toMatchObject({ openTime: T0 + MINUTE });
  });
});

test('the same page of trades for ever is a bad answer', async () => {
  const server = await startExchange((_url, response) => {
    response.setHeader('cb-after', '5');
    sendJson(response, [{ trade_id: 5, time: new Date(T0).toISOString(), price: '1', size: '1' }]);
  });
  await expect(read(server, T0 - 1)).rejects.toThrow('answered the same page of trades twice');
});
