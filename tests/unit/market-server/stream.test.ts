import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { absent, BINANCE_ANSWERS, type Running, serve } from './support.ts';

const SYMBOLS = ['BTC/USDT', 'ETH/USDT'];
const NOW = Date.UTC(2026, 0, 1, 12, 0, 30);

const running = (): Promise<Running> => serve(simulatedMarket({ seed: 1, symbols: SYMBOLS }), NOW);

const listen = async ({ server }: Running, path: string) => {
  const socket = new WebSocket(`${server.streamUrl}${path}`);
  onTestFinished(() => socket.terminate());
  const received: unknown[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const next = async (): Promise<unknown> => {
    while (received.length === 0) await once(socket, 'message');
    return received.shift();
  };
  const ask = (request: object | string) => {
    socket.send(typeof request === 'string' ? request : JSON.stringify(request));
    return next();
  };
  return { socket, received, next, ask };
};
const keysOf = (value: unknown): string[] => Object.keys(value as object);

test('a mini ticker has the fields that the exchange documents, and says what its HTTP API says', async () => {
  const market = await running();
  const { next } = await listen(market, '/ws/btcusdt@miniTicker');
  market.server.stream.publish();
  const { body } = await market.get('/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI');
  const ticker = body as Record<string, string>;
  expect(await next()).toEqual({
    e: '24hrMiniTicker',
    E: NOW,
    s: 'BTCUSDT',
    c: ticker.lastPrice,
    o: ticker.openPrice,
    h: ticker.highPrice,
    l: ticker.lowPrice,
    v: ticker.volume,
    q: ticker.quoteVolume,
  });
});

test('of all markets those come that have changed since the last time', async () => {
  const market = await running();
  const { next, received } = await listen(market, '/ws/!miniTicker@arr');
  market.server.stream.publish();
  expect(await next()).toMatchObject([{ s: 'BTCUSDT' }, { s: 'ETHUSDT' }]);
  // A second later the market has moved; while it stands still nothing is said.
  market.server.stream.publish();
  market.clock.time += 1_000;
  market.server.stream.publish();
  expect(await next()).toMatchObject([
    { s: 'BTCUSDT', E: NOW + 1_000 },
    { s: 'ETHUSDT', E: NOW + 1_000 },
  ]);
  expect(received).toEqual([]);
});

test('combined streams name the stream of each event; what is not known is silent', async () => {
  const market = await running();
  const { next } = await listen(
    market,
    '/stream?streams=ethusdt@miniTicker/nobody@miniTicker/btcusdt@nothing/btcusdt@kline_1m',
  );
  market.server.stream.publish();
  expect(await next()).toMatchObject({ stream: 'ethusdt@miniTicker', data: { s: 'ETHUSDT' } });
  expect(await next()).toMatchObject({
    stream: 'btcusdt@kline_1m',
    data: { e: 'kline', k: { i: '1m', x: false } },
  });
});

test('a kline has the very fields of a recorded one, in their order', async () => {
  const file = join(BINANCE_ANSWERS, 'ws.raw.2021-10-12.cryptofeed.txt.gz');
  if (absent(file)) return;
  const line = gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .find((text) => text.includes('{"stream":"nknusdt@kline_1m"'));
  const recorded = JSON.parse(line?.slice(line.indexOf('{')) ?? '{}');
  const market = await running();
  const { next } = await listen(market, '/stream?streams=btcusdt@kline_1m');
  market.server.stream.publish();
  const event = (await next()) as typeof recorded;
  expect(keysOf(event)).toEqual(keysOf(recorded));
  expect(keysOf(event.data)).toEqual(keysOf(recorded.data));
  expect(keysOf(event.data.k)).toEqual(keysOf(recorded.data.k));
  for (const [name, value] of Object.entries(recorded.data.k))
    expect(typeof event.data.k[name]).toBe(typeof value);
  expect(event.data.k.t).toBe(Date.UTC(2026, 0, 1, 12));
});

test('streams are subscribed, listed and given up while the connection stands', async () => {
  const market = await running();
  const { ask, next, received } = await listen(market, '/ws');
  expect(
    await ask({ method: 'SUBSCRIBE', params: ['btcusdt@miniTicker', 'ethusdt@miniTicker'], id: 1 }),
  ).toEqual({
    result: null,
    id: 1,
  });
  expect(await ask({ method: 'LIST_SUBSCRIPTIONS', id: 'x' })).toEqual({
    result: ['btcusdt@miniTicker', 'ethusdt@miniTicker'],
    id: 'x',
  });
  expect(await ask({ method: 'UNSUBSCRIBE', params: ['btcusdt@miniTicker'], id: 2 })).toEqual({
    result: null,
    id: 2,
  });
  market.server.stream.publish();
  expect(await next()).toMatchObject({ s: 'ETHUSDT' });
  expect(received).toEqual([]);
  expect(await ask('nonsense')).toMatchObject({ code: 3 });
  expect(await ask({ method: 'SHOUT', id: 3 })).toMatchObject({ code: 2 });
});

test('a client that asks too often is cut off', async () => {
  const { socket } = await listen(await running(), '/ws');
  // More than twice what one second may hold, so that a new second between them changes nothing.
  for (let n = 0; n < 12; n += 1) socket.send('{"method":"LIST_SUBSCRIPTIONS"}');
  const [code] = await once(socket, 'close');
  expect(code).toBe(1008);
});

test('it speaks by itself once a second', async () => {
  const market = await running();
  const { next } = await listen(market, '/ws/btcusdt@miniTicker');
  expect(await next()).toMatchObject({ e: '24hrMiniTicker' });
});

test('while the exchange is away its streams break, and no new one is had', async () => {
  const market = await running();
  const { socket } = await listen(market, '/ws/btcusdt@miniTicker');
  expect(market.server.stream.clients).toEqual({ open: 1, ever: 1 });
  const closed = once(socket, 'close');
  market.server.setOutage(true);
  await closed;
  const again = new WebSocket(`${market.server.streamUrl}/ws`);
  await once(again, 'error');
  market.server.setOutage(false);
  await listen(market, '/ws');
  expect(market.server.stream.clients).toEqual({ open: 1, ever: 2 });
});

test('any other path is no stream', async () => {
  const socket = new WebSocket(`${(await running()).server.streamUrl}/api/v3/time`);
  const [error] = await once(socket, 'error');
  expect(String(error)).toContain('404');
});
