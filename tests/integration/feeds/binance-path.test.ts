import { describe, expect, test } from 'vitest';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import type { PathAnswer } from '../../../shared/ports/venue.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { BTC, ETH, NOPE } from './symbols.ts';

const T0 = 1_700_000_000_000;
type Row = readonly unknown[];
/** A kline as Binance prints it, opening this many seconds after T0. */
const row = (second: number, price = '100.00', step = 1_000): Row => {
  const openTime = T0 + second * step;
  return [openTime, price, price, price, price, '1.5', openTime + step - 1, '150', 3, '0', '0', '0'];
};
const rows = (first: number, count: number) => Array.from({ length: count }, (_, i) => row(first + i));

/** Serves these bars as Binance does: from startTime on, at most limit. */
const serve =
  (bars: (interval: string) => readonly Row[]): Handler =>
  (url, response) => {
    const from = Number(url.searchParams.get('startTime'));
    const limit = Number(url.searchParams.get('limit'));
    const found = bars(url.searchParams.get('interval') ?? '').filter(
      ([openTime]) => Number(openTime) >= from,
    );
    sendJson(response, found.slice(0, limit));
  };
const open = async (handler: Handler, maxPages = 5) => {
  const server = await startExchange(handler);
  const venue = createBinanceVenue({
    id: 'binance',
    baseUrl: server.baseUrl,
    maxPages,
    sleep: async () => {},
  });
  return { venue, requests: server.requests };
};
const sliceOf = (answer: PathAnswer | undefined) => {
  if (!answer || 'error' in answer) throw new Error(`no slice: ${answer?.error.message}`);
  return answer.slice;
};
const pathOf = async (handler: Handler, from = T0, maxPages = 5) => {
  const { venue, requests } = await open(handler, maxPages);
  const [answer] = await venue.paths([{ symbol: BTC, from }]);
  return { slice: sliceOf(answer), requests };
};

describe('closed bars', () => {
  test('the last bar of the answer is open: the path ends with the one before', async () => {
    const bars = [row(0, '100.00'), row(1, '101.50'), row(2, '99.00')];
    const { slice, requests } = await pathOf(serve(() => bars));
    expect(slice).toEqual({
      elements: [
        {
          kind: 'bar',
          openTime: T0,
          closeTime: T0 + 999,
          open: 100,
          high: 100,
          low: 100,
          close: 100,
          volume: 1.5,
        },
        {
          kind: 'bar',
          openTime: T0 + 1000,
          closeTime: T0 + 1999,
          open: 101.5,
          high: 101.5,
          low: 101.5,
          close: 101.5,
          volume: 1.5,
        },
      ],
      resolution: '1s',
      completeTo: T0 + 1999,
      blind: [],
      more: false,
    });
    expect(requests).toEqual([`/api/v3/klines?symbol=BTCUSDT&interval=1s&startTime=${T0}&limit=1000`]);
  });

  test.each([
    ['no bar', []],
    ['one bar, still open', [row(0)]],
  ])('%s: the path is complete to just before the asked moment', async (_name, bars) => {
    const { slice } = await pathOf(serve(() => bars));
    expect(slice).toEqual({ elements: [], resolution: '1s', completeTo: T0 - 1, blind: [], more: false });
  });

  test('a bar from before the asked moment is left out, whatever the server says', async () => {
    const { slice } = await pathOf((_url, response) => sendJson(response, rows(0, 4)), T0 + 1500);
    expect(slice.elements.map((bar) => bar.kind === 'bar' && bar.openTime)).toEqual([T0 + 2000]);
  });
});

describe('pages', () => {
  test('a full page is followed by the next, from its last bar on', async () => {
    const { slice, requests } = await pathOf(serve(() => rows(0, 1500)));
    // The 1500th bar is open. The second page begins with bar 999, the last of the first page.
    expect(slice.elements).toHaveLength(1499);
    expect(slice.completeTo).toBe(T0 + 1_498_999);
    expect(slice.more).toBe(false);
    expect(requests.map((request) => new URLSearchParams(request).get('startTime'))).toEqual([
      `${T0}`,
      `${T0 + 999_000}`,
    ]);
  });

  test('after as many pages as are allowed there is more, from where the slice ends', async () => {
    const { slice } = await pathOf(
      serve(() => rows(0, 5000)),
      T0,
      2,
    );
    // Pages: bars 0 to 999, then 999 to 1998; the last is dropped.
    expect(slice.elements).toHaveLength(1998);
    expect(slice).toMatchObject({ completeTo: T0 + 1_997_999, more: true, blind: [] });
  });

  test('a server that gives one full page for ever is a bad answer', async () => {
    const { venue } = await open((_url, response) => sendJson(response, rows(0, 1000)));
    const [answer] = await venue.paths([{ symbol: BTC, from: T0 }]);
    expect(answer).toMatchObject({ error: { kind: 'bad_answer' } });
  });
});

describe('blind windows', () => {
  test('a hole between closed bars is a window from the close before to the open after', async () => {
    const bars = [row(0), row(1), row(5), row(6)];
    const { slice } = await pathOf(serve(() => bars));
    expect(slice.blind).toEqual([{ from: T0 + 2000, to: T0 + 4999, reason: 'missing_in_record' }]);
    expect(slice.completeTo).toBe(T0 + 5999);
  });

  test('a hole before a bar that is still open is not yet told', async () => {
    const { slice } = await pathOf(serve(() => [row(0), row(1), row(5)]));
    expect(slice).toMatchObject({ completeTo: T0 + 1999, blind: [] });
  });

  test('a hole where two pages meet', async () => {
    const bars = [...rows(0, 1000), ...rows(1003, 5)];
    const { slice } = await pathOf(serve(() => bars));
    expect(slice.blind).toEqual([{ from: T0 + 1_000_000, to: T0 + 1_002_999, reason: 'missing_in_record' }]);
  });

  test('an answer that begins late says nothing of before', async () => {
    const { slice } = await pathOf(serve(() => rows(10, 3)));
    expect(slice.blind).toEqual([]);
    expect(slice.completeTo).toBe(T0 + 11_999);
  });
});

describe('a server without seconds', () => {
  const minutes: Handler = (url, response, request) => {
    if (url.searchParams.get('interval') === '1s') {
      sendJson(response, { code: -1120, msg: 'Invalid interval.' }, 400);
    } else {
      serve(() => [row(0, '7', 60_000), row(1, '8', 60_000), row(2, '9', 60_000)])(url, response, request);
    }
  };

  test('gives minutes, and is asked for seconds only once for each symbol', async () => {
    const { venue, requests } = await open(minutes);
    for (const _ of [1, 2]) {
      const [answer] = await venue.paths([{ symbol: BTC, from: T0 }]);
      expect(sliceOf(answer)).toMatchObject({ resolution: '1m', completeTo: T0 + 119_999 });
    }
    expect(requests.map((request) => new URLSearchParams(request).get('interval'))).toEqual([
      '1s',
      '1m',
      '1m',
    ]);
  });
});

describe('values', () => {
  const withValues = (open: string, high: string, low: string): Row => [
    T0,
    open,
    high,
    low,
    '1',
    '1',
    T0 + 999,
    '1',
    1,
    '1',
    '1',
    '0',
  ];
  test.each([
    ['NaN', '2', '1', [Number.NaN, 2, 1]],
    ['0.00000000', '-2', '1', [0, -2, 1]],
    ['1', '1', '2', [1, 1, 2]],
  ])(
    'open %s, high %s, low %s pass: the core screens prices that cannot be true',
    async (o, h, l, values) => {
      const { slice } = await pathOf(serve(() => [withValues(o, h, l), row(1)]));
      const [bar] = slice.elements;
      expect(bar?.kind === 'bar' && [bar.open, bar.high, bar.low]).toEqual(values);
    },
  );

  test.each([
    ['a word for a price', [withValues('cheap', '1', '1'), row(1)]],
    ['a number for a price', [[T0, 1, 1, 1, 1, 1, T0 + 999], row(1)]],
    ['a row cut short', [[T0, '1', '1'], row(1)]],
    ['bars out of order', [row(1), row(0), row(2)]],
    ['one bar twice', [row(0), row(0), row(1)]],
    ['a bar of another interval', [row(0, '1', 60_000), row(1, '1', 60_000)]],
    ['an object', { bars: [] }],
  ])('%s is a bad answer', async (_name, body) => {
    const { venue } = await open((_url, response) => sendJson(response, body));
    const [answer] = await venue.paths([{ symbol: BTC, from: T0 }]);
    expect(answer).toMatchObject({ symbol: BTC, error: { kind: 'bad_answer' } });
  });
});

describe('many symbols', () => {
  test('one answer each, in order; what fails for one does not fail for the others', async () => {
    const { venue } = await open((url, response, request) => {
      const symbol = url.searchParams.get('symbol');
      if (symbol === 'NOPEUSDT') sendJson(response, { code: -1121, msg: 'Invalid symbol.' }, 400);
      else if (symbol === 'ETHUSDT') response.end('<html>');
      else serve(() => rows(0, 3))(url, response, request);
    });
    const answers = await venue.paths([NOPE, BTC, ETH].map((symbol) => ({ symbol, from: T0 })));
    expect(answers).toMatchObject([
      { symbol: NOPE, error: { kind: 'unknown_symbol' } },
      { symbol: BTC, slice: { completeTo: T0 + 1999 } },
      { symbol: ETH, error: { kind: 'bad_answer' } },
    ]);
  });

  test('a refusal stops the rest: those not yet asked for share it', async () => {
    const { venue, requests } = await open((_url, response) =>
      response.writeHead(429, { 'retry-after': '30' }).end(),
    );
    const answers = await venue.paths(Array.from({ length: 20 }, () => ({ symbol: BTC, from: T0 })));
    expect(answers).toHaveLength(20);
    for (const answer of answers) {
      expect(answer).toMatchObject({ error: { kind: 'rate_limited', retryAfterMs: 30_000 } });
    }
    expect(requests).toHaveLength(8);
  });

  test('no more than eight are asked for at once', async () => {
    let now = 0;
    let most = 0;
    const { venue } = await open((_url, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        sendJson(response, []);
      }, 15);
    });
    await venue.paths(Array.from({ length: 24 }, () => ({ symbol: BTC, from: T0 })));
    expect(most).toBe(8);
  });

  test('a server that hangs costs no more than the budget', async () => {
    const server = await startExchange(() => {});
    const venue = createBinanceVenue({ id: 'binance', baseUrl: server.baseUrl, budgetMs: 150 });
    const started = performance.now();
    const answers = await venue.paths(Array.from({ length: 20 }, () => ({ symbol: BTC, from: T0 })));
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(answers.every((answer) => 'error' in answer && answer.error.kind === 'timeout')).toBe(true);
  });
});
