import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { httpClient } from '../auth/started.ts';
import { openSocket, type Socket } from './socket.ts';

/** The assembled app: what happens to the tables arrives at whoever is connected, by the rules of docs/websocket.md. */
describe('the WebSocket of the app', () => {
  let runtime: Runtime;
  let call: ReturnType<typeof httpClient>;
  let as: { authorization: string };
  const sockets: Socket[] = [];

  const open = async (): Promise<Socket> => {
    const { status, body } = await call('POST', '/v1/stream-tickets', undefined, as);
    expect(status).toBe(201);
    const socket = await openSocket(String(body.url));
    sockets.push(socket);
    return socket;
  };

  beforeAll(async () => {
    const environment = { PORT: '0', DATA_DIR: ':memory:', SYMBOLS: 'BTC/USDT,ETH/USDT', TICK_SECONDS: '2' };
    runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated']));
    call = httpClient(runtime.url);
    const config = (await (await fetch(`${runtime.url}/config.json`)).json()) as { demoKey: string };
    as = { authorization: `Bearer ${config.demoKey}` };
  }, 180_000);
  afterAll(async () => {
    for (const { socket } of sockets) socket.close();
    await runtime?.stop();
  });

  test('snapshots, then updates that fit them, tick by tick', async () => {
    const socket = await open();
    const channels = [
      'prices:BTC/USDT',
      'prices:ETH/USDT',
      'candles:BTC/USDT:1m',
      'market',
      'status',
      'signals',
    ];
    socket.send({ type: 'subscribe', id: 's', channels });
    expect(await socket.next('subscribed')).toMatchObject({ id: 's', channels });
    for (const channel of channels) await socket.next('snapshot', (message) => message.channel === channel);
    const first = await socket.next('price_update');
    await socket.next('price_update', ({ slot }) => slot > first.slot);
    await socket.next('status_update');
    expect(first.prices.map(({ symbol }) => symbol).sort()).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect([...socket.state.gaps]).toEqual([]);
    expect(socket.broken).toEqual([]);
    const { body } = await call('GET', '/v1/prices/BTC-USDT', undefined, as);
    const known = socket.state.prices.get('prices:BTC/USDT')?.price;
    expect(Date.parse(String(body.time)) - Date.parse(String(known?.time))).toBeLessThanOrEqual(4_000);
  });

  test('a trade by the socket is the trade of the API: same rules, same id, every change of it and of its account in order', async () => {
    const socket = await open();
    socket.send({ type: 'subscribe', channels: ['trades', 'account'] });
    await socket.next('snapshot', ({ channel }) => channel === 'account');
    const body = {
      symbol: 'BTC/USDT',
      quantity: '0.01',
      entry: { type: 'market' as const },
      clientTradeId: 'one',
    };
    socket.send({ type: 'execute_trade', id: 't', ...body });
    const { trade, repeated } = await socket.next('trade_accepted', ({ id }) => id === 't');
    expect(repeated).toBe(false);
    const again = await call('POST', '/v1/trades', body, as);
    expect([again.status, again.body.id]).toEqual([200, trade.id]);
    await socket.next('trade_executed', ({ tradeId }) => tradeId === trade.id);
    await socket.until('open trade', () => socket.state.trades.get(trade.id)?.status === 'open');
    socket.send({ type: 'close_position', id: 'c', tradeId: trade.id });
    await socket.until('closed trade', () => socket.state.trades.get(trade.id)?.status === 'closed');
    const account = (await call('GET', '/v1/accounts/main', undefined, as)).body;
    await socket.until('account', () => socket.state.accounts.get('main')?.version === account.version);
    expect(socket.state.accounts.get('main')).toEqual(account);
    const shown = (await call('GET', `/v1/trades/${trade.id}`, undefined, as)).body;
    expect(socket.state.trades.get(trade.id)).toEqual(shown);
    const versions = socket.received.flatMap((one) => (one.type === 'position_update' ? [one.version] : []));
    expect(versions).toEqual([...versions].sort((left, right) => left - right));
    expect([...socket.state.gaps]).toEqual([]);
    expect(new Set(socket.state.fills).size).toBe(2);
    expect(socket.broken).toEqual([]);
  });

  test('what makes no sense is answered, and the socket stays', async () => {
    const socket = await open();
    const errors = () => socket.received.filter(({ type }) => type === 'error').length;
    const nonsense = [
      'hello',
      '[]',
      'null',
      '{"type":"nothing"}',
      '{"id":1}',
      '['.repeat(4_000),
      `{"type":"start_bot","deep":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
      `{"type":"subscribe","channels":["prices:nothing"]}`,
      `{"type":"execute_trade","symbol":"BTC/USDT"}`,
      `{"type":"ping","id":"${'x'.repeat(9_000)}"}`,
      new Uint8Array([0, 255, 1]),
    ];
    for (const [index, sent] of nonsense.entries()) {
      socket.sendRaw(sent);
      await socket.until(`answer to ${String(sent).slice(0, 60)}`, () => errors() === index + 1);
    }
    const codes = socket.received.flatMap((one) => (one.type === 'error' ? [one.code] : []));
    expect(codes).toEqual([
      ...['invalid_json', 'invalid_json', 'invalid_json', 'validation_failed', 'validation_failed'],
      ...['invalid_json', 'not_available', 'validation_failed', 'validation_failed'],
      ...['body_too_large', 'invalid_json'],
    ]);
    socket.send({ type: 'ping', id: 'alive' });
    await socket.next('pong', ({ id }) => id === 'alive');
  });

  test('a symbol that nobody follows: who watches it begins its feed, and its prices come by themselves', async () => {
    expect((await call('GET', '/v1/prices/ARB-USDT', undefined, as)).status).toBe(404);
    const socket = await open();
    const channels = ['prices:ARB/USDT', 'candles:ARB/USDT:1m'];
    socket.send({ type: 'subscribe', id: 'arb', channels });
    expect(await socket.next('subscribed')).toMatchObject({ id: 'arb', channels });
    const update = await socket.next('price_update');
    expect(update.prices).toMatchObject([{ symbol: 'ARB/USDT', stale: false }]);
    expect((await call('GET', '/v1/prices/ARB-USDT', undefined, as)).status).toBe(200);
    socket.send({ type: 'subscribe', id: 'no', channels: ['prices:BTC/USDT', 'prices:NOPE/USDT'] });
    expect(await socket.next('error')).toMatchObject({
      id: 'no',
      code: 'unknown_symbol',
      errors: [{ field: 'channels.1', code: 'unknown_symbol' }],
    });
    expect(socket.broken).toEqual([]);
  });
});
