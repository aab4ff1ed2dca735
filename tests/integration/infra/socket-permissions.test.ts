import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerer } from '../../../functions/streams/questions.ts';
import { connect } from '../../../functions/ws/connect.ts';
import { receive } from '../../../functions/ws/receive.ts';
import { writeLimiter } from '../../../shared/adapters/dynamodb/write-limiter.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { publish, publishTo } from '../../../shared/application/stream/publish.ts';
import { tellUser } from '../../../shared/application/stream/tell-user.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { Publication } from '../../../shared/ports/publication.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { type SocketLab, startSocketLab } from '../../fixtures/socket-lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { allowed, recordActions } from './recorded-actions.ts';

const START = Date.UTC(2026, 10, 21, 9);
const at = (minute: number) => START + minute * 60_000;
const CHANNELS = [
  'prices:BTC/USDT',
  'prices:A/USDT',
  'candles:BTC/USDT:5m',
  'market',
  'trades',
  'account',
  'status',
];

/** As permissions.test.ts, for what WebSockets and streams do. */
describe('the permissions of the functions around sockets are what their code asks of DynamoDB', () => {
  let lab: Lab;
  let sockets: SocketLab;
  let record: ReturnType<typeof recordActions>;
  const logger = { error: (...logged: unknown[]) => expect(logged).toEqual([]) };

  beforeAll(async () => {
    const minutes = Array.from({ length: 20 }, () => [105, 106, 104, 105] as const);
    const market = scriptedMarket(START, { 'BTC/USDT': minutes, 'A/USDT': minutes });
    lab = await startLab({ market, now: at(5), symbols: ['BTC/USDT'] });
    sockets = await startSocketLab(lab.stores);
    record = recordActions(lab.stores.client);
    await lab.stores.addUser('ada');
    await lab.tickAt(at(5));
    await refreshListings(lab.ticks, new Map(), at(5));
    await lab.tickAt(at(7));
  });
  afterAll(async () => {
    await sockets?.stop();
    await lab?.stop();
  });

  const say = async (id: string, message: object) => {
    const limit = { perSecond: 5, burst: 50 };
    const limiter = writeLimiter(lab.stores.client, TABLES.users, limit);
    const handle = receive({ stream: sockets.ports, books: lab.requests, limiter }, logger);
    const before = sockets.api.inbox(id).length;
    const requestContext = { connectionId: id, requestTimeEpoch: at(7) + 1, requestId: 'r' };
    await handle({ requestContext, body: JSON.stringify(message) });
    const answers = sockets.api.inbox(id).slice(before) as { type: string; trade?: { id: string } }[];
    expect(answers).not.toMatchObject([{ type: 'error' }]);
    return answers;
  };

  test('ws-connection', async () => {
    const { ticket } = await sockets.ticketFor({ userId: 'ada' });
    const event = (eventType: string) => ({
      requestContext: { connectionId: 'ada-0', eventType },
      queryStringParameters: { ticket },
    });
    const handle = connect(sockets.connecting, logger);
    const asked = await record.during(async () => {
      expect(await handle(event('CONNECT'))).toEqual({ statusCode: 200 });
      expect(await handle(event('DISCONNECT'))).toEqual({ statusCode: 200 });
    });
    expect(asked).toEqual(allowed('ws-connection'));
  });

  test('ws-message', async () => {
    await sockets.open('ada-1', 'ada');
    const bought = await lab.open(at(7) + 1, { entry: { type: 'market' } }, 'ada');
    await lab.tickAt(at(9));
    // In an epoch of its own it announces what it arms.
    const now = lab.clock.time;
    lab.clock.time = at(20);
    lab.announcing.wall();
    lab.clock.time = now;
    const asked = await record.during(async () => {
      await say('ada-1', { type: 'subscribe', channels: CHANNELS });
      await say('ada-1', { type: 'get_balance' });
      await say('ada-1', { type: 'get_positions' });
      const entry = { type: 'limit', limit: '90' };
      const plan = { symbol: 'BTC/USDT', quantity: '1', entry, clientTradeId: 'one' };
      await say('ada-1', { type: 'execute_trade', ...plan });
      await say('ada-1', { type: 'execute_trade', ...plan });
      await say('ada-1', { type: 'close_position', tradeId: bought.id });
      await say('ada-1', { type: 'unsubscribe', channels: CHANNELS });
      sockets.api.behaviours.set('ada-1', 'gone');
      await say('ada-1', { type: 'ping' });
    });
    // Beside these it may read trades by key, of who has more than fifty, and put items of users, which this does not show.
    const unseen = ['BatchGetItem trades', 'PutItem users'];
    expect([...asked, ...unseen].sort()).toEqual(allowed('ws-message'));
  });

  const news = (): Publication => [
    { kind: 'asked', channel: 'market', question: { about: 'board', previousSeq: 0, now: at(9) } },
    { kind: 'asked', channel: 'status', question: { about: 'status', now: at(9) } },
    {
      kind: 'asked',
      channel: 'candles:BTC/USDT:5m',
      question: {
        about: 'candle',
        candle: {
          ...{ batch: 0, openTime: at(0), venue: 'replay', symbol: 'BTC/USDT' as MarketSymbol },
          ...{ interval: '5m', isClosed: true },
        },
      },
    },
  ];

  test('changes', async () => {
    await sockets.open('ada-2', 'ada', CHANNELS);
    const asked = await record.during(async () => {
      expect(await sockets.ports.connections.isAnybodyThere()).toBe(true);
      await publish(sockets.ports, news(), answerer(lab.requests, Date.now));
      sockets.api.behaviours.set('ada-2', 'gone');
      await tellUser(sockets.ports, 'ada', [{ channel: 'trades', message: {} }]);
    });
    expect(sockets.api.inbox('ada-2')).toHaveLength(3);
    expect(asked).toEqual(allowed('changes'));
  });

  test('fan-out', async () => {
    await sockets.open('ada-3', 'ada', CHANNELS);
    await sockets.open('ada-4', 'ada', CHANNELS);
    sockets.api.behaviours.set('ada-4', 'gone');
    const asked = await record.during(() =>
      publishTo(sockets.ports, news(), answerer(lab.requests, Date.now), { from: '0', to: '~' }),
    );
    expect(sockets.api.inbox('ada-3')).toHaveLength(3);
    expect(asked).toEqual(allowed('fan-out'));
  });
});
