import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receive } from '../../../functions/ws/receive.ts';
import { writeLimiter } from '../../../shared/adapters/dynamodb/write-limiter.ts';
import { WANTED_FOR } from '../../../shared/application/follow.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { entryOf, followedIn } from '../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { type SocketLab, startSocketLab } from '../../fixtures/socket-lab.ts';
import { TABLES } from '../../fixtures/stores.ts';

const START = Date.UTC(2026, 10, 21, 9);
const at = (minute: number) => START + minute * 60_000;
const coin = (index: number) => `C${index}/USDT`;
const LISTED = ['BTC/USDT', 'A/USDT', 'B/USDT', ...Array.from({ length: 100 }, (_, index) => coin(index))];

/** The settings name BTC/USDT; the exchange lists a hundred more. Sockets, tables and use cases are the real ones. */
describe('who watches a symbol begins its feed', () => {
  let lab: Lab;
  let sockets: SocketLab;
  beforeAll(async () => {
    const minutes = Array.from({ length: 20 }, () => [105, 105, 105, 105] as const);
    const market = scriptedMarket(START, Object.fromEntries(LISTED.map((symbol) => [symbol, minutes])));
    lab = await startLab({ market, now: at(5), symbols: ['BTC/USDT'] });
    sockets = await startSocketLab(lab.stores);
    for (const user of ['ann', 'bob', 'eve', 'kim']) await lab.stores.addUser(user);
    await lab.tickAt(at(5));
    await refreshListings(lab.ticks, new Map(), at(5));
  });
  afterAll(async () => {
    await sockets?.stop();
    await lab?.stop();
  });

  /** What the connection was sent for one message of its client. */
  const say = async (id: string, message: object, limit = { perSecond: 5, burst: 50 }) => {
    const handle = receive(
      {
        stream: sockets.ports,
        books: lab.requests,
        limiter: writeLimiter(lab.stores.client, TABLES.users, limit),
      },
      { error: (...logged: unknown[]) => expect(logged).toEqual([]) },
    );
    const before = sockets.api.inbox(id).length;
    const requestContext = { connectionId: id, requestTimeEpoch: at(6), requestId: 'r1' };
    await handle({ requestContext, body: JSON.stringify(message) });
    // Messages of a connection have a limit of their own, which is not what this is about.
    sockets.clock.time += 1_000;
    return sockets.api.inbox(id).slice(before) as Record<string, unknown>[];
  };
  const subscribe = (id: string, ...channels: string[]) => say(id, { type: 'subscribe', id: 's', channels });
  const channelsOf = async (id: string) => {
    const received = await sockets.ports.connections.receive(id, sockets.clock.time);
    return received.verdict === 'go' ? [...received.connection.channels].sort() : [];
  };
  const followed = async (symbol: string) =>
    entryOf(await lab.requests.roster.read(), symbol as MarketSymbol);

  test('a key that may only read watches what nobody followed: its first price comes by the next tick', async () => {
    await sockets.open('ann-1', 'ann', [], { scopes: ['read'] });
    const answers = await subscribe('ann-1', 'prices:A/USDT', 'candles:A/USDT:1m', 'prices:BTC/USDT');
    expect(answers.map(({ type }) => type)).toEqual(['subscribed', 'snapshot', 'snapshot', 'snapshot']);
    expect(answers[1]).toMatchObject({ channel: 'prices:A/USDT', data: null });
    // Longer than its connection lives, whose two hours began before.
    expect((await followed('A/USDT'))?.wantedUntil).toBeGreaterThanOrEqual(at(6) + WANTED_FOR.subscription);
    expect(lab.sent.at(-1)).toMatchObject({ batch: 1_000, symbols: ['A/USDT'], reason: 'follow' });
    await lab.tickAt(at(7), { batch: 1_000 });
    const [, price] = await subscribe('ann-1', 'prices:A/USDT');
    expect(price).toMatchObject({ channel: 'prices:A/USDT', seq: at(7), data: { price: '105' } });
  });

  test('who watches what others do writes nothing, and needs no leave to write', async () => {
    const { version } = await lab.requests.roster.read();
    await sockets.open('bob-1', 'bob', [], { scopes: ['read'] });
    const none = { perSecond: 0.001, burst: 1 };
    for (let turn = 0; turn < 3; turn += 1) {
      const message = { type: 'subscribe', channels: ['prices:A/USDT', 'prices:BTC/USDT'] };
      expect((await say('bob-1', message, none))[0]).toMatchObject({ type: 'subscribed' });
    }
    expect((await lab.requests.roster.read()).version).toBe(version);
    // What begins a feed is a write, as over HTTP, and counted with those.
    const next = (index: number) =>
      say('bob-1', { type: 'subscribe', channels: [`prices:${coin(index)}`] }, none);
    expect((await next(90))[0]).toMatchObject({ type: 'subscribed' });
    expect((await next(91))[0]).toMatchObject({ type: 'error', code: 'rate_limited' });
    expect(await followed(coin(91))).toBeUndefined();
  });

  test('what no exchange lists is refused by its place: nothing is subscribed, and nothing begun', async () => {
    await sockets.open('kim-1', 'kim');
    const refused = await subscribe(
      'kim-1',
      'prices:B/USDT',
      'prices:NOPE/USDT',
      'trades',
      'candles:NOPE/USDT:5m',
    );
    expect(refused).toMatchObject([
      {
        type: 'error',
        id: 's',
        code: 'unknown_symbol',
        errors: [
          { field: 'channels.1', code: 'unknown_symbol' },
          { field: 'channels.3', code: 'unknown_symbol' },
        ],
      },
    ]);
    expect(refused).toHaveLength(1);
    expect(await channelsOf('kim-1')).toEqual([]);
    expect(await followed('B/USDT')).toBeUndefined();
  });

  test('beyond its channels a connection begins nothing either', async () => {
    await sockets.open('kim-2', 'kim', ['trades']);
    const names = Array.from({ length: 100 }, (_, index) => `prices:${coin(index)}`);
    expect(await subscribe('kim-2', ...names)).toMatchObject([{ type: 'error', code: 'too_many_channels' }]);
    expect(await followed(coin(0))).toBeUndefined();
  });

  test('one user begins a hundred at most, however often it subscribes and lets go; others go on', async () => {
    await sockets.open('eve-1', 'eve');
    const many = [
      ...Array.from({ length: 90 }, (_, index) => `prices:${coin(index)}`),
      ...Array.from({ length: 8 }, (_, index) => `prices:${coin(92 + index)}`),
    ];
    expect((await subscribe('eve-1', ...many))[0]).toMatchObject({ type: 'subscribed' });
    await say('eve-1', { type: 'unsubscribe', channels: many });
    const more = ['prices:A/USDT', 'prices:B/USDT', `prices:${coin(91)}`];
    expect((await subscribe('eve-1', ...more))[0]).toMatchObject({ type: 'subscribed' });
    expect(followedIn(await lab.requests.roster.read())).toHaveLength(102);
    // Full now: the exchange lists one more.
    const roster = await lab.requests.roster.read();
    const entries = roster.entries.filter(({ symbol }) => symbol !== coin(90));
    expect(await lab.requests.roster.save({ ...roster, entries })).toBe(true);
    sockets.clock.time += 60_000;
    const refused = await subscribe('eve-1', 'trades', `prices:${coin(90)}`, 'prices:A/USDT');
    expect(refused).toMatchObject([
      {
        type: 'error',
        code: 'too_many_symbols',
        errors: [{ field: 'channels.1', code: 'too_many_symbols' }],
      },
    ]);
    expect(await channelsOf('eve-1')).toEqual([...more].sort());
    expect((await subscribe('kim-1', `prices:${coin(90)}`))[0]).toMatchObject({ type: 'subscribed' });
  }, 60_000);

  test('who goes on sending what is refused is told why, and cut', async () => {
    await sockets.open('flo-1', 'kim');
    const handle = receive(
      {
        stream: sockets.ports,
        books: lab.requests,
        limiter: writeLimiter(lab.stores.client, TABLES.users, { perSecond: 5, burst: 50 }),
      },
      { error: (...logged: unknown[]) => expect(logged).toEqual([]) },
    );
    const requestContext = { connectionId: 'flo-1', requestTimeEpoch: at(6), requestId: 'r1' };
    const ping = (id = 'last') => handle({ requestContext, body: JSON.stringify({ type: 'ping', id }) });
    // One was counted as it opened: 39 are answered, and sixty refused, each by its id.
    const ids = Array.from({ length: 99 }, (_, index) => `p${index}`);
    await Promise.all(ids.map(ping));
    const answers = sockets.api.inbox('flo-1') as { type: string; id: string; code?: string }[];
    expect(answers.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    expect(answers.filter(({ type }) => type === 'pong')).toHaveLength(39);
    expect(answers.filter(({ code }) => code === 'rate_limited')).toHaveLength(60);
    expect(sockets.api.cut).not.toContain('flo-1');
    await ping();
    expect(sockets.api.inbox('flo-1').at(-1)).toEqual({ type: 'closing', reason: 'too_many_messages' });
    expect(sockets.api.cut).toContain('flo-1');
  });
});
