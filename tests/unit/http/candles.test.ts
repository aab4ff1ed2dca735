import { describe, expect, it } from 'vitest';
import { candleRoutes } from '../../../functions/http/candle-routes.ts';
import type { Candle } from '../../../shared/domain/market/candle.ts';
import { candleRange } from '../../../shared/domain/market/candle-range.ts';
import { without } from '../../../shared/domain/market/spans.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import { memoryPorts, NOW } from './memory-ports.ts';
import { asking } from './requests.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const setup = () => {
  const { ports, memory } = memoryPorts();
  const reports: string[] = [];
  const report = (what: string) => void reports.push(what);
  const none = async () => undefined;
  const jobs = { load: none, save: async () => true, take: async () => true };
  const started: string[] = [];
  const [links, starter] = [{ link: () => '' }, { start: async (id: string) => void started.push(id) }];
  const routes = candleRoutes({ ...ports, report, jobs, links, starter, wall: () => NOW });
  return { memory, reports, started, ...asking(routes) };
};

/** Of the last minute that has ended. */
const END = new Date(NOW - 1).toISOString();

/** So many minutes up to NOW, each with another close. */
const minutes = (count: number): Candle[] =>
  Array.from({ length: count }, (_, index) => ({
    openTime: NOW - (count - index) * MINUTE,
    open: 100,
    high: 300,
    low: 50,
    close: 100 + ((index * 37) % 91),
    volume: quantity('0.1'),
  }));

describe('the scope of what has others work', () => {
  const span = { symbol: 'BTC/USDT', from: '2026-11-20T00:00:00Z', to: '2026-11-20T08:00:00Z' };
  const exported = { path: '/v1/candle-exports', body: { ...span, interval: '1h' } };
  const imported = { path: '/v1/candle-imports', body: span };

  it.each([
    ['an export', 'who may read', exported, 'read', 202, ['export']],
    ['an export', 'who may do nothing', exported, '', 403, []],
    ['an export', 'who may only manage keys', exported, 'admin', 403, []],
    ['an import', 'who may trade', imported, 'trade', 202, ['import']],
    ['an import', 'who may only read', imported, 'read', 403, []],
  ] as const)('%s of %s', async (_, __, asked, scopes, status, begun) => {
    const { ask, started } = setup();
    const answer = await ask({ method: 'POST', ...asked, scopes });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json).toMatchObject({ code: 'missing_scope' });
    expect(started.map((id) => id.split('-')[0])).toEqual(begun);
  });
});

describe('candles', () => {
  const minute = { open: 1, high: 3, low: 1, close: 2, volume: quantity(5) };
  it('come with their gaps, and with what an import would bring', async () => {
    const { ask, memory } = setup();
    memory.candles.push({ openTime: NOW - 180_000, ...minute }, { openTime: NOW - 60_000, ...minute });
    const query = { symbol: 'BTC/USDT', interval: '1m', limit: '10', to: END };
    expect((await ask({ path: '/v1/candles', query })).json).toEqual({
      symbol: 'BTC/USDT',
      interval: '1m',
      items: [
        { time: '2026-11-20T09:27:00.000Z', open: '1', high: '3', low: '1', close: '2', volume: '5' },
        { time: '2026-11-20T09:29:00.000Z', open: '1', high: '3', low: '1', close: '2', volume: '5' },
      ],
      gaps: [{ from: '2026-11-20T09:28:00.000Z', to: '2026-11-20T09:28:59.999Z' }],
      missing: [
        { from: '2026-11-20T09:20:00.000Z', to: '2026-11-20T09:26:59.999Z' },
        { from: '2026-11-20T09:28:00.000Z', to: '2026-11-20T09:28:59.999Z' },
      ],
      indicators: {},
      next: null,
    });
  });

  it('without a span are the last that are known: never the minute that is still open', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(5));
    const query = { symbol: 'BTC/USDT', interval: '1m', limit: '1', indicators: 'sma:2' };
    // The path is known up to 09:29:57.999.
    expect((await ask({ path: '/v1/candles', query })).json).toMatchObject({
      items: [{ time: '2026-11-20T09:28:00.000Z' }],
      indicators: { 'sma:2': { values: [expect.any(String)] } },
    });
  });

  it('that open within the span are whole, wherever the span ends in them', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(30));
    const from = new Date(NOW - 29 * MINUTE).toISOString();
    const to = new Date(NOW - 25 * MINUTE + 1).toISOString();
    const query = { symbol: 'BTC/USDT', interval: '5m', from, to };
    // 09:01 to 09:05: one candle opens in it, at 09:05, and its five minutes are all there.
    expect((await ask({ path: '/v1/candles', query })).json).toMatchObject({
      items: [{ time: '2026-11-20T09:05:00.000Z', volume: '0.5' }],
    });
  });

  it('name what is unknown at the edge of a page where no import would bring it', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(30).slice(10));
    memory.settled = [{ from: NOW - 30 * MINUTE, to: NOW - 1 }];
    const query = { symbol: 'BTC/USDT', interval: '1m', from: new Date(NOW - 25 * MINUTE).toISOString() };
    expect((await ask({ path: '/v1/candles', query })).json).toMatchObject({
      gaps: [{ from: '2026-11-20T09:05:00.000Z', to: '2026-11-20T09:09:59.999Z' }],
      missing: [],
    });
  });

  it('of an unknown symbol are refused', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/v1/candles', query: { symbol: 'DOGE/USDT', interval: '1m' } });
    expect(answer).toMatchObject({ status: 422, json: { code: 'unknown_symbol' } });
  });

  it('come page by page, each beginning where the last one ends', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(25));
    const found: string[] = [];
    let from: string | null = new Date(NOW - 25 * MINUTE).toISOString();
    let pages = 0;
    while (from !== null) {
      const query: Record<string, string> = { symbol: 'BTC/USDT', interval: '1m', limit: '10', from };
      const page = (await ask({ path: '/v1/candles', query })).json as {
        items: { time: string }[];
        next: string | null;
      };
      found.push(...page.items.map(({ time }) => time));
      from = page.next;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(found).toEqual(memory.candles.map(({ openTime }) => new Date(openTime).toISOString()));
  });

  it('of coarse intervals hold the exact sum of what was traded', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(30));
    const query = { symbol: 'BTC/USDT', interval: '15m', limit: '2', to: new Date(NOW - 1).toISOString() };
    const { items } = (await ask({ path: '/v1/candles', query })).json as { items: { volume: string }[] };
    expect(items.map(({ volume }) => volume)).toEqual(['1.5', '1.5']);
  });

  it('carry the indicators that are asked for, warm from their first value on', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(700));
    const query = {
      symbol: 'BTC/USDT',
      interval: '1m',
      limit: '5',
      to: END,
      indicators: 'sma:3,bb:20:2,rsi:14',
    };
    const answer = (await ask({ path: '/v1/candles', query })).json as {
      items: { close: string }[];
      indicators: Record<string, Record<string, (string | null)[]>>;
    };
    expect(Object.keys(answer.indicators)).toEqual(['sma:3', 'bb:20:2', 'rsi:14']);
    for (const lines of Object.values(answer.indicators))
      for (const values of Object.values(lines)) {
        expect(values).toHaveLength(answer.items.length);
        expect(values).not.toContain(null);
      }
    const closes = memory.candles.slice(-3).map(({ close }) => close);
    const mean = closes.reduce((sum, close) => sum + close, 0) / 3;
    expect(Number(answer.indicators['sma:3']?.values?.at(-1))).toBeCloseTo(mean, 9);
  });

  it('with too little history begin with nothing', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(3));
    const query = { symbol: 'BTC/USDT', interval: '1m', limit: '4', to: END, indicators: 'sma:3' };
    const { indicators } = (await ask({ path: '/v1/candles', query })).json as {
      indicators: Record<string, { values: (string | null)[] }>;
    };
    expect(indicators['sma:3']?.values.map((value) => value === null)).toEqual([true, true, false]);
  });

  it('come as CSV for who asks for it, the next page in the Link header', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(3));
    const from = new Date(NOW - 3 * MINUTE).toISOString();
    const answer = await ask({
      path: '/v1/candles',
      query: { symbol: 'BTC/USDT', interval: '1m', limit: '2', from, indicators: 'sma:2,bb:2:2' },
      headers: { accept: 'text/csv' },
      raw: true,
    });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.text).toBe(
      [
        'time,open,high,low,close,volume,sma:2,bb:2:2 upper,bb:2:2 middle,bb:2:2 lower,unknownMinutes',
        '2026-11-20T09:27:00.000Z,100,300,50,100,0.1,,,,,0',
        '2026-11-20T09:28:00.000Z,100,300,50,137,0.1,118.5,155.5,118.5,81.5,0',
        '',
      ].join('\r\n'),
    );
    expect(answer.headers.link).toContain('rel="next"');
    expect(decodeURIComponent(String(answer.headers.link))).toContain('from=2026-11-20T09:29:00.000Z');
  });

  it('as CSV mark what is unknown, and invent nothing: neither prices nor a row where nothing was traded', async () => {
    const { ask, memory } = setup();
    const known = minutes(30);
    // Of 09:00 to 09:29: ten minutes at the beginning, one at 09:17 and the five from 09:20 on are unknown; 09:13 was quiet.
    const lacking = [13, 17, 20, 21, 22, 23, 24];
    memory.candles.push(...known.filter((_, minute) => minute >= 10 && !lacking.includes(minute)));
    memory.quiet.push(NOW - 17 * MINUTE);
    const rowsOf = async (interval: string) => {
      const from = new Date(NOW - 30 * MINUTE).toISOString();
      const to = new Date(NOW - 3 * MINUTE).toISOString();
      const query = { symbol: 'BTC/USDT', interval, from, to, indicators: 'sma:2' };
      const { text } = await ask({
        path: '/v1/candles',
        query,
        headers: { accept: 'text/csv' },
        raw: true,
      });
      const [header, ...rows] = text.trimEnd().split('\r\n');
      expect(header).toBe('time,open,high,low,close,volume,sma:2,unknownMinutes');
      return rows.map((row) => row.split(','));
    };
    const five = await rowsOf('5m');
    expect(five.map((cells) => [cells[0]?.slice(11, 16), cells[5], cells[7]])).toEqual([
      ['09:00', '', '5'],
      ['09:05', '', '5'],
      ['09:10', '0.4', '0'],
      ['09:15', '0.4', '1'],
      ['09:20', '', '5'],
      ['09:25', '0.5', '0'],
    ]);
    expect(five[0]?.slice(1)).toEqual(['', '', '', '', '', '', '5']);
    const one = (await rowsOf('1m')).map(([time = '', , , , close]) => [time.slice(14, 16), close !== '']);
    expect(one.filter(([, isKnown]) => !isKnown).map(([minute]) => Number(minute))).toEqual([
      ...Array.from({ length: 10 }, (_, minute) => minute),
      17,
      20,
      21,
      22,
      23,
      24,
    ]);
    expect(one.map(([minute]) => minute)).not.toContain('13');
  });

  it('of a full page with eight indicators stay below the 6 MB of an answer', async () => {
    const { ask, memory } = setup();
    memory.candles.push(...minutes(9_000));
    const names = [12, 13, 14, 15, 16, 17, 18, 19].map((fast) => `macd:${fast}:26:9`).join(',');
    const query = { symbol: 'BTC/USDT', interval: '1m', limit: '5000', to: END, indicators: names };
    const answer = await ask({ path: '/v1/candles', query });
    expect((answer.json as { items: unknown[] }).items).toHaveLength(5_000);
    expect(answer.text.length).toBeLessThan(6_000_000);
  });
});

describe('what a page covers', () => {
  const at = (text: string) => Date.parse(`2026-11-20T${text}Z`);
  it.each([
    ['the last three', { interval: '5m', limit: 3 }, at('09:20:00'), at('09:32:00'), null],
    [
      'the last three up to a moment',
      { interval: '5m', limit: 3, to: at('09:29:59.999') },
      at('09:15:00'),
      at('09:29:59.999'),
      null,
    ],
    [
      'the first three from a moment',
      { interval: '5m', limit: 3, from: at('08:01:00') },
      at('08:05:00'),
      at('08:19:59.999'),
      at('08:20:00'),
    ],
    [
      'no more than there are',
      { interval: '5m', limit: 500, from: at('09:30:00') },
      at('09:30:00'),
      at('09:32:00'),
      null,
    ],
    [
      'ninety days at once',
      { interval: '4h', limit: 540, from: at('00:00:00') - 90 * DAY },
      at('00:00:00') - 90 * DAY,
      at('00:00:00') - 1,
      at('00:00:00'),
    ],
    ['at most 400 days', { interval: '1d', limit: 500 }, at('00:00:00') - 399 * DAY, at('09:32:00'), null],
    [
      'nothing of the future',
      { interval: '1h', limit: 5, from: at('08:00:00'), to: at('09:32:00') + 9 * HOUR },
      at('08:00:00'),
      at('09:32:00'),
      null,
    ],
  ] as const)('%s', (_, query, from, to, next) => {
    expect(candleRange(query, at('09:32:00'))).toEqual({ from, to, next });
  });
});

describe('spans without others', () => {
  it.each([
    [[[0, 9]], [], [[0, 9]]],
    [[[0, 9]], [[0, 9]], []],
    [
      [[0, 9]],
      [[3, 5]],
      [
        [0, 2],
        [6, 9],
      ],
    ],
    [
      [
        [0, 9],
        [20, 29],
      ],
      [[5, 24]],
      [
        [0, 4],
        [25, 29],
      ],
    ],
    [
      [[5, 9]],
      [
        [0, 4],
        [10, 12],
      ],
      [[5, 9]],
    ],
  ])('%j less %j is %j', (spans, others, left) => {
    const of = (pairs: number[][]) => pairs.map(([from = 0, to = 0]) => ({ from, to }));
    expect(without(of(spans), of(others))).toEqual(of(left));
  });
});
