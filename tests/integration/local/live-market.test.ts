import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type MarketServer, startMarketServer } from '../../../infra/local/market/server.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';

let exchange: MarketServer;
let runtime: Runtime;
beforeAll(async () => {
  // A server that speaks the exchange's API stands in for the exchange.
  exchange = await startMarketServer({
    market: simulatedMarket({ seed: 5, symbols: ['BTC/USDT'] }),
    clock: { now: () => Date.now() },
  });
  const environment = {
    PORT: '0',
    DATA_DIR: ':memory:',
    MARKET: 'auto',
    FEEDS: 'binance',
    SYMBOLS: 'BTC/USDT',
    BINANCE_API_URL: exchange.url,
    TICK_SECONDS: '1',
  };
  runtime = await startRuntime(parseConfig(environment, []));
}, 180_000);
afterAll(async () => {
  await runtime?.stop();
  await exchange?.close();
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
