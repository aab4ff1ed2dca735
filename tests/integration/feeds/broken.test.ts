import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import { createBinanceBoard } from '../../../shared/adapters/feeds/binance-board.ts';
import { createCoinbaseVenue } from '../../../shared/adapters/feeds/coinbase.ts';
import { createCoinGeckoVenue } from '../../../shared/adapters/feeds/coingecko.ts';
import { createCoinGeckoBoard } from '../../../shared/adapters/feeds/coingecko-board.ts';
import type { HttpOptions } from '../../../shared/adapters/feeds/http.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { FeedError, type Venue } from '../../../shared/ports/venue.ts';
import { type Handler, startExchange } from './exchange-server.ts';
import { memorySamples } from './memory-samples.ts';
import { BTC, symbolOf } from './symbols.ts';

/** The tables of the page say what each answer leads to: this test holds every call of every adapter against them. */
const page = readFileSync(new URL('../../../docs/feeds.md', import.meta.url), 'utf8');
const rowsUnder = (heading: string): string[][] => {
  const [, after = ''] = page.split(`## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};
const plain = (cell = ''): string => cell.replaceAll('`', '');

interface Situation {
  readonly handler: (good: unknown) => Handler;
  readonly options?: Partial<HttpOptions>;
}
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Situation['handler'] =>
  () =>
  (_url, response) =>
    response.writeHead(code, headers).end(body);
const body =
  (text: (good: unknown) => string): Situation['handler'] =>
  (good) =>
  (_url, response) =>
    response.end(text(good));

/** The same shape, and every value of another type. */
const spoiled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(spoiled);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner)]));
  return true;
};
const IMPATIENT = { timeoutMs: 80 };
const SENT = 'Wed, 21 Oct 2015 07:27:00 GMT';

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'cut off in the middle': {
    handler: (good) => (_url, response) => {
      const text = JSON.stringify(good);
      response.writeHead(200, { 'content-length': text.length });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
    },
  },
  'cut off, and said to be whole': { handler: body((good) => JSON.stringify(good).slice(0, -1)) },
  'of other types': { handler: body((good) => JSON.stringify(spoiled(good))) },
  'a text in place of it': { handler: body(() => '"ok"') },
  empty: { handler: body(() => '') },
  'a page of HTML with 200': { handler: body(() => '<html><body>Just a moment...</body></html>') },
  '400': { handler: status(400, {}, '{"code":-1000,"msg":"An unknown error"}') },
  '403': { handler: status(403, {}, '<html>') },
  '418 with Retry-After in seconds': { handler: status(418, { 'retry-after': '120' }) },
  '429 without Retry-After': { handler: status(429) },
  '429 with Retry-After in seconds': { handler: status(429, { 'retry-after': '7' }) },
  '429 with Retry-After as a date': {
    handler: status(429, { date: SENT, 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' }),
  },
  '451': { handler: status(451, {}, '{"code":0,"msg":"Service unavailable from a restricted location"}') },
  '500': { handler: status(500, {}, '{"error":"oops"}') },
  '503 with a page of HTML': { handler: status(503, {}, '<html>') },
  'a redirect': { handler: status(302, { location: 'http://127.0.0.1:9/' }) },
  'nothing at all (hanging)': { handler: () => () => {}, options: IMPATIENT },
  'a byte now and then (dripping)': {
    handler: () => (_url, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 15);
      response.on('close', () => clearInterval(drip));
    },
    options: IMPATIENT,
  },
  'a connection that is dropped': { handler: () => (_url, response) => response.destroy() },
  'more than 32 MB': { handler: body(() => `[${' '.repeat(5_000)}]`), options: { maxBytes: 4_000 } },
};

interface Call {
  readonly name: string;
  /** What a healthy exchange answers to it. */
  readonly good: unknown;
  readonly ask: (options: HttpOptions) => Promise<unknown>;
  /** Where a bad answer makes it ask at another path too. */
  readonly second?: true;
  /** Values of other types are read all the same, for none of them is used. */
  readonly ignoresBody?: true;
}

const BTC_USD = symbolOf('BTC/USD');
const ticker = { symbol: 'BTCUSDT', lastPrice: '1', openPrice: '1', quoteVolume: '1', closeTime: 1.8e12 };
const listed = {
  symbols: [
    {
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      filters: [
        { filterType: 'PRICE_FILTER', tickSize: '0.1' },
        { filterType: 'LOT_SIZE', stepSize: '0.1', minQty: '0.1', maxQty: '9' },
      ],
    },
  ],
};
const product = {
  id: 'BTC-USD',
  quote_increment: '0.01',
  base_increment: '0.01',
  min_market_funds: '1',
  status: 'online',
};
const print = { trade_id: 1, time: '2026-11-20T09:30:00Z', price: '1', size: '1' };
const kline = (at: number) => [at, '1', '1', '1', '1', '1', at + 999, '1', 1, '1', '1', '0'];
/** The last bar of an answer is still open. */
const klines = [kline(1.7e12), kline(1.7e12 + 1_000)];
const gecko = { bitcoin: { usd: 1, usd_24h_change: 1, last_updated_at: 1.8e9 } };

const binance = (options: HttpOptions) => createBinanceVenue({ ...options, id: 'binance' });
const coinbase = (options: HttpOptions) => createCoinbaseVenue(options);
const coingecko = (options: HttpOptions) => createCoinGeckoVenue({ ...options, samples: memorySamples() });
const path = (venue: Venue, symbol: MarketSymbol) => async () => {
  const [answer] = await venue.paths([{ symbol, from: 0 }]);
  if (answer && 'error' in answer) throw answer.error;
  return answer?.slice.elements;
};

const CALLS: readonly Call[] = [
  { name: 'Binance, time', good: { serverTime: 1.8e12 }, ask: (to) => binance(to).time() },
  { name: 'Binance, quotes', good: [ticker], ask: (to) => binance(to).quotes([BTC]) },
  { name: 'Binance, instruments', good: listed, ask: (to) => binance(to).instruments([BTC]) },
  { name: 'Binance, listing', good: listed, ask: (to) => binance(to).listing() },
  { name: 'Binance, path', good: klines, ask: (to) => path(binance(to), BTC)() },
  {
    name: 'Binance, board',
    good: [ticker],
    ask: (to) => createBinanceBoard({ ...to, id: 'binance', symbols: [BTC] }).coins(),
  },
  { name: 'Coinbase, time', good: { iso: '2026-11-20T09:30:00Z' }, ask: (to) => coinbase(to).time() },
  {
    name: 'Coinbase, quotes',
    good: { price: '1', time: '2026-11-20T09:30:00Z', open: '1' },
    ask: (to) => coinbase(to).quotes([BTC_USD]),
  },
  { name: 'Coinbase, instruments', good: [product], ask: (to) => coinbase(to).instruments([BTC_USD]) },
  { name: 'Coinbase, listing', good: [product], ask: (to) => coinbase(to).listing() },
  { name: 'Coinbase, path', good: [print], ask: (to) => path(coinbase(to), BTC_USD)() },
  { name: 'CoinGecko, time', good: { a: 1 }, ask: (to) => coingecko(to).time(), ignoresBody: true },
  { name: 'CoinGecko, quotes', good: gecko, ask: (to) => coingecko(to).quotes([BTC]), second: true },
  {
    name: 'CoinGecko, instruments',
    good: gecko,
    ask: (to) => coingecko(to).instruments([BTC]),
    second: true,
  },
  { name: 'CoinGecko, path', good: gecko, ask: (to) => path(coingecko(to), BTC)(), second: true },
  {
    name: 'CoinGecko, board',
    good: [{ symbol: 'btc', name: 'Bitcoin', current_price: 1 }],
    ask: (to) => createCoinGeckoBoard(to).coins(),
  },
];

const outcomeOf = async (call: Call, handler: Handler, options: Partial<HttpOptions> = {}) => {
  const server = await startExchange(handler);
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
  };
  const unhurried = { sleep, random: () => 0 };
  const result = await call
    .ask({ baseUrl: server.baseUrl, ...unhurried, ...options })
    .then((value) => (Array.isArray(value) && value.length === 0 ? 'nothing' : 'an answer'))
    .catch((error: unknown) => {
      if (!(error instanceof FeedError)) throw error;
      return { kind: error.kind, retryAfterMs: error.retryAfterMs };
    });
  // Who is given up so soon may not have been seen by the server: there each pause stands for one more attempt.
  const isSeen = options.timeoutMs === undefined;
  return { result, requests: isSeen ? server.requests.length : pauses + 1 };
};

const documented = rowsUnder('What a broken answer leads to').filter((cells) => cells.length === 4);

test('the page tells of every situation that is tried here, and no other', () => {
  expect(documented.map(([what]) => plain(what)).sort()).toEqual(Object.keys(SITUATIONS).sort());
});

describe.each(CALLS.map((call) => [call.name, call] as const))('%s', (name, call) => {
  test('a good answer is one', async () => {
    const { result } = await outcomeOf(call, (_url, response) => response.end(JSON.stringify(call.good)));
    expect(result).toBe('an answer');
  });

  test.each(
    documented.map(([what, kind, again, pause]) => [plain(what), plain(kind), again, pause] as const),
  )('an answer that is %s is %s', async (what, kind, again, pause) => {
    const situation = SITUATIONS[what];
    if (!situation) throw new Error(`${what} is not tried`);
    const { result, requests } = await outcomeOf(call, situation.handler(call.good), situation.options);
    if (what === 'of other types' && call.ignoresBody) return expect(result).toBe('an answer');
    const seconds = /^(\d+) s/.exec(pause ?? '')?.[1];
    expect(result).toEqual({ kind, retryAfterMs: seconds ? Number(seconds) * 1_000 : undefined });
    const attempts = again === 'twice' ? 3 : 1;
    expect(requests).toBe(call.second && kind === 'bad_answer' ? 2 : attempts);
  });

  test('an empty list leads to what the page says', async () => {
    const rows = rowsUnder('An empty list').map(
      ([calls, outcome]) => [plain(calls), plain(outcome)] as const,
    );
    const [, expected] = rows.find(([calls]) => calls.split('; ').includes(name)) ?? [];
    const { result } = await outcomeOf(call, (_url, response) => response.end('[]'));
    expect(typeof result === 'string' ? result : result.kind).toBe(expected);
  });
});
