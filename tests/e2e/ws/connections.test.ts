import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import {
  connectionKey,
  placeOf,
  ticketKey,
  toItems,
} from '../../../shared/adapters/dynamodb/connection-item.ts';
import { httpClient } from '../auth/started.ts';
import { startManagementProxy } from './management-proxy.ts';
import { assemblyWithTokensOf } from './short-tokens.ts';
import { openSocket, type Socket } from './socket.ts';

/** Seconds: long enough to sign in and connect on a slow machine, short enough to be waited for. */
const TOKEN_SECONDS = 7;
const TICK_MS = 10_000;
const PASSWORD = 'Correct-horse-7-battery';
const CHANNEL = 'prices:BTC/USDT';

type Headers = { readonly authorization: string };
interface ConnectEvent {
  readonly queryStringParameters?: { readonly ticket?: string };
  readonly requestContext: { readonly connectionId: string };
}
interface Shard {
  readonly from: string;
  readonly to: string;
}

/**
 * The assembled app with a market that stands still, and three connections told by each invocation. The tests are in an order
 * in which what has to be waited for (the end of an access token) goes by meanwhile.
 */
describe('the connections of the app', () => {
  let assembly: Awaited<ReturnType<typeof assemblyWithTokensOf>>;
  let proxy: Awaited<ReturnType<typeof startManagementProxy>>;
  let runtime: Runtime;
  let documents: DynamoDBDocumentClient;
  let call: ReturnType<typeof httpClient>;
  let demo: Headers;
  let socketsUrl: string;
  const codes = new Map<string, string>();
  let opened: Socket[] = [];
  /** Two of a session that signs out, and one of a key that it made. */
  const left: Socket[] = [];
  /** When the access token of that session does, ms. */
  let ends = Number.NaN;

  const bearer = (credential: unknown): Headers => ({ authorization: `Bearer ${String(credential)}` });
  const post = async (path: string, body?: unknown, who?: Headers) => {
    const answer = await call('POST', path, body, who);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const ticket = async (who: Headers) =>
    String((await post('/v1/stream-tickets', undefined, who)).body.ticket);
  const connect = (shown: string): Promise<Socket> => openSocket(`${socketsUrl}?ticket=${shown}`);
  /** Until the end of the test. */
  const open = async (who: Headers): Promise<Socket> => {
    const socket = await connect(await ticket(who));
    opened.push(socket);
    return socket;
  };
  const makeKey = async (who: Headers, name: string) =>
    (await post('/v1/api-keys', { name, scopes: ['read'] }, who)).body;
  const signUp = async (email: string): Promise<void> => {
    await post('/v1/auth/sign-up', { email, password: PASSWORD });
    await post('/v1/auth/confirm', { email, code: codes.get(email) });
  };
  const signIn = async (email: string, password = PASSWORD) => {
    const { body, cookie } = await post('/v1/auth/sign-in', { email, password });
    return { ...bearer(body.accessToken), cookie: String(cookie).split(';')[0] ?? '' };
  };
  const ticks = (count: number) => runtime.clock.runUntil(runtime.clock.now() + count * TICK_MS);
  const alive = async (socket: Socket, id: string) => {
    socket.send({ type: 'ping', id });
    await socket.next('pong', (pong) => pong.id === id);
  };
  const reasonOf = async (socket: Socket) => {
    const { reason } = await socket.next('closing');
    await socket.closed();
    return reason;
  };

  beforeAll(async () => {
    [assembly, proxy] = await Promise.all([assemblyWithTokensOf(TOKEN_SECONDS), startManagementProxy()]);
    const environment = { PORT: '0', DATA_DIR: ':memory:', SYMBOLS: 'BTC/USDT' };
    runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated', '--paused']), {
      assembly: assembly.path,
      mail: (_, email, text) => codes.set(email, text),
      environment: { FAN_OUT_CONNECTIONS: '3', AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: proxy.url },
    });
    proxy.forwardTo(runtime.managementEndpoint);
    documents = DynamoDBDocumentClient.from(dynamodbClient(runtime.dynamodbEndpoint));
    call = httpClient(runtime.url);
    demo = bearer(runtime.demoKey);
    socketsUrl = `${runtime.url.replace(/^http/, 'ws')}/ws`;
    await runtime.clock.runUntil(Math.ceil(runtime.clock.now() / TICK_MS) * TICK_MS);
    await Promise.all(['ann@example.com', 'bob@example.com', 'eve@example.com'].map(signUp));
    // What connects and answers starts with its first call: that time is none of a token's.
    await alive(await open(demo), 'first');
  }, 180_000);
  afterEach(async () => {
    for (const { socket } of opened) socket.close();
    await Promise.all(opened.map((socket) => socket.closed()));
    opened = [];
  });
  afterAll(async () => {
    await runtime?.stop();
    await proxy?.stop();
    documents?.destroy();
    assembly?.remove();
  });

  describe('a session that has signed out', () => {
    test('keeps its sockets: its access token proves itself until it ends', async () => {
      const ann = await signIn('ann@example.com');
      ends = Date.now() + TOKEN_SECONDS * 1_000;
      const key = await makeKey(ann, 'stays');
      for (const who of [ann, ann, bearer(key.key)]) left.push(await connect(await ticket(who)));
      await post('/v1/auth/sign-out', undefined, { ...ann });
      expect(await call('POST', '/v1/auth/refresh', undefined, ann)).toMatchObject({ status: 401 });
      for (const socket of left) await alive(socket, 'signed out');
    });
  });

  describe('a ticket', () => {
    /** The status of the handshake: 101 where it was let in. */
    const handshake = async (shown: string, headers: Record<string, string> = {}): Promise<number> => {
      const socket = new WebSocket(`${socketsUrl}?ticket=${shown}`, { headers });
      socket.on('error', () => undefined);
      const status = await Promise.race([
        once(socket, 'open').then(() => 101),
        once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode)),
      ]);
      socket.terminate();
      return status;
    };

    test('is good once, and what never was one is not', async () => {
      const shown = await ticket(demo);
      expect(await handshake(shown)).toBe(101);
      expect(await handshake(shown)).toBe(401);
      expect(await handshake('A'.repeat(43))).toBe(401);
      expect(await handshake('')).toBe(401);
    });

    test('that is too old is refused', async () => {
      const shown = await ticket(demo);
      // Half a minute is not waited for: its row is as it would be then.
      await documents.send(
        new UpdateCommand({
          TableName: runtime.variables.CONNECTIONS_TABLE,
          Key: ticketKey(createHash('sha256').update(shown).digest('hex')),
          UpdateExpression: 'SET expiresAt = :past',
          ConditionExpression: 'attribute_exists(expiresAt)',
          ExpressionAttributeValues: { ':past': Date.now() - 1 },
        }),
      );
      expect(await handshake(shown)).toBe(401);
    });

    test('of somebody else connects as that somebody, whatever else is shown', async () => {
      const bob = await signIn('bob@example.com');
      await post('/v1/accounts/main/deposits', { amount: '1' }, bob);
      const shown = await ticket(bob);
      const socket = new WebSocket(`${socketsUrl}?ticket=${shown}`, { headers: { ...demo } });
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'get_balance' }));
      const [answer] = await once(socket, 'message');
      expect(JSON.parse(String(answer))).toMatchObject({ type: 'balance', account: { deposits: '100001' } });
      socket.terminate();
    });
  });

  describe('an end', () => {
    test('comes to all sessions with a new password; keys and later sessions stay', async () => {
      const eve = await signIn('eve@example.com');
      const key = await makeKey(eve, 'stays too');
      const [session, byKey] = [await open(eve), await open(bearer(key.key))];
      const newPassword = 'Correct-horse-8-battery';
      await post('/v1/auth/change-password', { password: PASSWORD, newPassword }, eve);
      expect(await reasonOf(session)).toBe('signed_out');
      const later = await open(await signIn('eve@example.com', newPassword));
      await alive(later, 'a session of its own');
      await alive(byKey, 'no session');
    });

    test('comes with the key, to its own sockets alone', async () => {
      const [one, other] = [await makeKey(demo, 'one'), await makeKey(demo, 'other')];
      const sockets = [await open(bearer(one.key)), await open(bearer(one.key))];
      const [stays, own] = [await open(bearer(other.key)), await open(demo)];
      const unused = await ticket(bearer(one.key));
      stays.send({
        type: 'execute_trade',
        id: 'no',
        symbol: 'BTC/USDT',
        quantity: '1',
        entry: { type: 'market' },
      });
      expect(await stays.next('error')).toMatchObject({ id: 'no', code: 'missing_scope' });
      expect((await call('DELETE', `/v1/api-keys/${one.id}`, undefined, demo)).status).toBe(200);
      expect(await Promise.all(sockets.map(reasonOf))).toEqual(['key_revoked', 'key_revoked']);
      await expect(connect(unused)).rejects.toThrow('refused');
      await alive(stays, 'another key');
      await alive(own, 'its maker');
    });

    test('comes with the person who is erased, to all sockets of that person and of nobody else', async () => {
      const bob = await signIn('bob@example.com');
      const key = await makeKey(bob, 'goes too');
      const sockets = [await open(bob), await open(bob), await open(bearer(key.key))];
      const other = await open(demo);
      const unused = await ticket(bob);
      expect((await call('DELETE', '/v1/me', undefined, bob)).body).toEqual({ status: 'erased' });
      // Whichever is told first: that the key is gone, or its owner.
      const [first, second, third] = await Promise.all(sockets.map(reasonOf));
      expect([first, second]).toEqual(['user_erased', 'user_erased']);
      expect(['user_erased', 'key_revoked']).toContain(third);
      await expect(connect(unused)).rejects.toThrow('refused');
      await alive(other, 'somebody else');
    });

    test('comes with the access token: who speaks hears it at once, who is silent at the next tick', async () => {
      const [silent, talking, byKey] = left as [Socket, Socket, Socket];
      expect([silent.isOpen(), talking.isOpen()]).toEqual([true, true]);
      await sleep(ends - Date.now());
      talking.send({ type: 'ping', id: 'late' });
      expect(await reasonOf(talking)).toBe('credential_expired');
      expect(talking.received.some((one) => one.type === 'pong' && one.id === 'late')).toBe(false);
      await ticks(1);
      expect(await reasonOf(silent)).toBe('credential_expired');
      await alive(byKey, 'still here');
      byKey.socket.close();
    });
  });

  describe('more of them than one invocation tells', () => {
    const COUNT = 12;
    let crowd: Socket[] = [];
    /** Of their connections, in their order. */
    let ids: string[] = [];
    /** What the fan-out function was invoked for. */
    const invoked: Shard[] = [];
    /** Where the shard begins whose invocations fail. */
    let failing: string | undefined;

    const slotsOf = (socket: Socket) =>
      socket.received.flatMap((message) => (message.type === 'price_update' ? [message.slot] : []));
    const within = ({ from, to }: Shard) =>
      ids.flatMap((id, index) => (placeOf(id) >= from && placeOf(id) <= to ? [index] : []));
    const toldSince = (slot: number) =>
      crowd.map((socket) => slotsOf(socket).filter((told) => told > slot).length);
    /** Posts are answered before clients have read them. */
    const allTold = (slot: number) =>
      Promise.all(crowd.map((one) => one.until(`slot ${slot}`, () => slotsOf(one).includes(slot))));

    beforeAll(async () => {
      const connecting = vi.spyOn(runtime.lambda('ws-connection'), 'invoke');
      const tickets = await Promise.all(Array.from({ length: COUNT }, () => ticket(demo)));
      crowd = await Promise.all(tickets.map(connect));
      const events = connecting.mock.calls.map(([event]) => event as ConnectEvent);
      ids = tickets.map((shown) => {
        const found = events.find(({ queryStringParameters }) => queryStringParameters?.ticket === shown);
        if (!found) throw new Error('a ticket connected nobody');
        return found.requestContext.connectionId;
      });
      connecting.mockRestore();
      for (const socket of crowd) socket.send({ type: 'subscribe', channels: [CHANNEL] });
      await Promise.all(crowd.map((socket) => socket.next('snapshot')));
      const fanOut = runtime.lambda('fan-out');
      const invoke = fanOut.invoke.bind(fanOut);
      vi.spyOn(fanOut, 'invoke').mockImplementation(async (event) => {
        const { shard } = event as { shard: Shard };
        invoked.push(shard);
        const killed = { errorType: 'Runtime.ExitError', errorMessage: 'killed' };
        return shard.from === failing ? { ok: false, error: killed } : invoke(event);
      });
    });
    afterAll(() => {
      vi.restoreAllMocks();
      for (const { socket } of crowd) socket.close();
    });

    test('each is told of each tick once and in order; a dead one costs one post, and is forgotten', async () => {
      const dead = 'ZGVhZCBzb2NrZXQ=';
      const { connection } = toItems({
        ...{ id: dead, userId: 'demo', keyId: 'k', scopes: ['read'], slot: 19, channels: [] },
        ...{ madeAt: Date.now(), expiresAt: Date.now() + 60_000 },
      });
      const TableName = runtime.variables.CONNECTIONS_TABLE;
      const Item = { ...connection, channels: new Set([CHANNEL]) };
      await documents.send(new PutCommand({ TableName, Item }));
      const before = runtime.clock.now();
      await ticks(3);
      const slots = [1, 2, 3].map((n) => before + n * TICK_MS);
      await allTold(before + 3 * TICK_MS);
      for (const socket of crowd) {
        expect(slotsOf(socket)).toEqual(slots);
        expect([...socket.state.gaps, ...socket.broken]).toEqual([]);
      }
      expect(invoked.length).toBeGreaterThanOrEqual(3);
      expect(proxy.posts(dead)).toBe(1);
      const left = await documents.send(new GetCommand({ TableName, Key: connectionKey(dead) }));
      expect(left.Item).toBeUndefined();
    });

    test('a part that fails holds up nobody else: its own find the gap, and hear it a minute late or never', async () => {
      invoked.length = 0;
      await ticks(1);
      const [part] = invoked.filter((shard) => within(shard).length > 0);
      if (!part) throw new Error('no part had a connection in it');
      const missed = within(part);
      const before = runtime.clock.now();
      const lost = before + TICK_MS;
      failing = part.from;
      await ticks(1);
      const others = crowd.filter((_, index) => !missed.includes(index));
      await Promise.all(others.map((one) => one.until('its tick', () => slotsOf(one).includes(lost))));
      for (const index of missed) expect(slotsOf(crowd[index] as Socket)).not.toContain(lost);
      failing = undefined;
      await ticks(1);
      await allTold(before + 2 * TICK_MS);
      for (const [index, socket] of crowd.entries())
        expect([...socket.state.gaps]).toEqual(missed.includes(index) ? [CHANNEL] : []);
      expect(toldSince(before)).toEqual(crowd.map((_, index) => (missed.includes(index) ? 1 : 2)));
      // Lambda tries once more after a minute: to that part alone, and what comes late changes nothing.
      await ticks(6);
      await allTold(before + 8 * TICK_MS);
      for (const [index, socket] of crowd.entries()) {
        const told = slotsOf(socket).filter((slot) => slot > before);
        expect(new Set(told).size).toBe(told.length);
        if (!missed.includes(index)) expect(told).toHaveLength(8);
        expect(socket.state.prices.get(CHANNEL)?.slot).toBe(before + 8 * TICK_MS);
      }
    });

    test('a reader that takes nothing holds up nobody else', async () => {
      for (const socket of crowd) socket.send({ type: 'subscribe', channels: [CHANNEL] });
      const snapshots = (one: Socket) => one.received.filter(({ type }) => type === 'snapshot').length;
      await Promise.all(crowd.map((one) => one.until('another snapshot', () => snapshots(one) === 2)));
      const slow = ids[0] as string;
      const before = runtime.clock.now();
      const tick = before + TICK_MS;
      const hold = proxy.hold(slow);
      const running = ticks(1);
      const [first, ...others] = crowd as [Socket, ...Socket[]];
      await Promise.all(others.map((one) => one.until('its tick', () => slotsOf(one).includes(tick))));
      expect(slotsOf(first)).not.toContain(tick);
      hold.release();
      await running;
      hold.end();
      await ticks(1);
      await allTold(before + 2 * TICK_MS);
      expect([...first.state.gaps]).toEqual([CHANNEL]);
      expect(toldSince(before)).toEqual([1, ...others.map(() => 2)]);
    });
  });
});
