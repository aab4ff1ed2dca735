import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type MarketServer, startMarketServer } from '../../../infra/local/market/server.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { httpClient } from '../../e2e/auth/started.ts';
import { openSocket } from '../../e2e/ws/socket.ts';

/** What CoinGecko says of the price, as a share of what the exchange does; the bound is 0.02. */
const SHARE = 0.5;
const folder = mkdtempSync(join(tmpdir(), 'paperwick-live-'));

let exchange: MarketServer;
let gecko: MarketServer;
let runtime: Runtime;
beforeAll(async () => {
  // Servers that speak their APIs stand in for the exchange and for CoinGecko.
  const market = simulatedMarket({ seed: 5, symbols: ['BTC/USDT'] });
  const priceNow = (): number => {
    const [last] = market.bars('BTC/USDT', '1s', { from: 0, to: Date.now(), limit: 1, keep: 'newest' });
    return last?.open ?? 0;
  };
  const clock = { now: () => Date.now() };
  exchange = await startMarketServer({ market, clock });
  gecko = await startMarketServer({ market, clock });
  gecko.setIntercept(({ path }) => {
    if (!path.endsWith('/coins/markets')) return undefined;
    const coin = { id: 'bitcoin', symbol: 'btc', name: 'Bitcoin', market_cap: 2e12, total_volume: 3e10 };
    const current_price = priceNow() * SHARE;
    return { status: 200, body: [{ ...coin, current_price, last_updated: new Date().toISOString() }] };
  });
  const environment = {
    PORT: '0',
    DATA_DIR: folder,
    MARKET: 'auto',
    FEEDS: 'binance,coingecko',
    SYMBOLS: 'BTC/USDT',
    BINANCE_API_URL: exchange.url,
    COINGECKO_API_URL: gecko.coinGeckoUrl,
    TICK_SECONDS: '1',
  };
  runtime = await startRuntime(parseConfig(environment, []));
}, 180_000);
afterAll(async () => {
  await runtime?.stop();
  await exchange?.close();
  await gecko?.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string) =>
  fetch(`${runtime.url}${path}`, { headers: { authorization: `Bearer ${runtime.demoKey}` } });

test('where the exchange answers, the market is live and its prices say where they come from', async () => {
  expect(runtime.market).toMatchObject({
    mode: 'live',
    description: `live: binance answers at ${exchange.url}`,
  });
  expect(runtime.hasPrices).toBe(true);
  expect(await (await get('/v1/prices/BTC-USDT')).json()).toMatchObject({ source: 'binance' });
});

test('real prices have no clock to move', async () => {
  expect((await get('/_local/clock')).status).toBe(200);
  expect((await get('/_local/clock')).headers.get('content-type')).toContain('text/html');
});

test('two sources that disagree are told by the status, its channel and the log; neither fires the other’s trades', async () => {
  const call = httpClient(runtime.url);
  const as = { authorization: `Bearer ${runtime.demoKey}` };
  const { body: quote } = await call('GET', '/v1/prices/BTC-USDT', undefined, as);
  // Between both prices: CoinGecko's would fill the one and stop the other.
  const between = (Number(quote.price) * ((1 + SHARE) / 2)).toFixed(0);
  const orders = [
    { entry: { type: 'limit', limit: between } },
    { entry: { type: 'market' }, stopLoss: between },
  ];
  const trades = await Promise.all(
    orders.map((order) => call('POST', '/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', ...order }, as)),
  );
  expect(trades.map(({ status }) => status)).toEqual([201, 201]);
  const statuses = async () => {
    const found = trades.map(({ body }) => call('GET', `/v1/trades/${body.id}`, undefined, as));
    return (await Promise.all(found)).map(({ body }) => body.status);
  };

  const { body: made } = await call('POST', '/v1/stream-tickets', undefined, as);
  const socket = await openSocket(`${runtime.url.replace(/^http/, 'ws')}/ws?ticket=${made.ticket}`);
  socket.send({ type: 'subscribe', id: 's', channels: ['status', 'trades'] });
  await socket.next('subscribed');

  // The next minute's run, now.
  const scheduledAt = new Date().toISOString();
  const ran = await runtime.lambda('board').invoke({ scheduledAt });
  expect(ran).toEqual({ ok: true, payload: { asked: 'coingecko', coins: 1, disagreements: 1 } });

  const { body } = await call('GET', '/v1/status', undefined, as);
  const [told] = body.disagreements as Record<string, string>[];
  expect(told).toMatchObject({ symbol: 'BTC/USDT', venue: 'binance', source: 'coingecko' });
  // The price may have moved by a little between both questions.
  expect(Number(told?.sourcePrice) / Number(told?.price)).toBeCloseTo(SHARE, 2);
  expect(Number(told?.share)).toBeCloseTo(SHARE - 1, 2);

  const updated = (after: number) =>
    socket.next(
      'status_update',
      ({ seq, status }) => seq > after && status.disagreements[0]?.source === 'coingecko',
    );
  const first = await updated(0);
  expect(first.status.disagreements).toMatchObject([{ symbol: 'BTC/USDT', share: told?.share }]);
  await socket.until('fill', () => socket.state.trades.get(String(trades[1]?.body.id))?.status === 'open');
  // A tick after that of the fill: it has met the open trade and both prices.
  const seqs = socket.received.map((message) => (message.type === 'status_update' ? message.seq : 0));
  await updated(Math.max(...seqs));
  expect(await statuses()).toEqual(['pending', 'open']);
  socket.socket.close();

  const log = readFileSync(join(folder, 'live', 'logs', 'board.log'), 'utf8');
  const warnings = log.split('\n').filter((line) => line.includes('"prices_disagree"'));
  expect(JSON.parse(warnings.at(-1)?.slice(warnings.at(-1)?.indexOf('{')) ?? '{}')).toMatchObject({
    level: 'WARN',
    message: 'prices_disagree',
    symbol: 'BTC/USDT',
    venue: 'binance',
    source: 'coingecko',
  });
  expect(log).toContain('"PricesDisagree":1');
});
