import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { FrameMeter } from '../../../../infra/local/sockets/frame-meter.ts';
import { readSocketApi } from '../../../../infra/local/sockets/read-socket-api.ts';
import {
  nextText,
  ok,
  refusalOf,
  type SocketEvent,
  START,
  serveSockets,
  socketStack,
} from './socket-stack.ts';

type Served = Awaited<ReturnType<typeof serveSockets>>;
let served: Served | undefined;
afterEach(async () => {
  await served?.stop();
  served = undefined;
});
const serve = async (...options: Parameters<typeof serveSockets>): Promise<Served> => {
  served = await serveSockets(...options);
  return served;
};
const typeOf = (event: SocketEvent) => event.requestContext.eventType;
const KB = 1024;
const echo = (event: SocketEvent) => ({ ok: true as const, payload: { statusCode: 200, body: event.body } });

test('connect, message and disconnect are the events that API Gateway makes', async () => {
  const { connected, events, clock } = await serve(echo);
  const { client, id } = await connected('/ws?ticket=a%20b&x=1&x=2', { 'user-agent': 'tests' });
  client.send('{"type":"ping"}');
  expect(await nextText(client)).toBe('{"type":"ping"}');
  client.close(4001, 'bye');
  await once(client, 'close');
  await clock.idle();
  const context = {
    connectionId: id,
    apiId: 'Sockets',
    stage: 'ws',
    connectedAt: START,
    requestTimeEpoch: START,
    requestTime: '01/Jan/2026:00:00:00 +0000',
    identity: { sourceIp: '127.0.0.1', userAgent: 'tests' },
    messageDirection: 'IN',
    domainName: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
  };
  expect(id).toMatch(/^[A-Za-z0-9+/]{15}=$/);
  expect(events).toEqual([
    expect.objectContaining({
      queryStringParameters: { ticket: 'a b', x: '2' },
      multiValueQueryStringParameters: { ticket: ['a b'], x: ['1', '2'] },
      headers: expect.objectContaining({ 'user-agent': 'tests' }),
      requestContext: expect.objectContaining({ ...context, routeKey: '$connect', eventType: 'CONNECT' }),
      isBase64Encoded: false,
    }),
    expect.objectContaining({
      body: '{"type":"ping"}',
      requestContext: expect.objectContaining({ ...context, routeKey: '$default', eventType: 'MESSAGE' }),
      isBase64Encoded: false,
    }),
    expect.objectContaining({
      requestContext: expect.objectContaining({
        ...context,
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: 4001,
        disconnectReason: 'bye',
      }),
    }),
  ]);
});

test.each([
  [{ ok: true as const, payload: { statusCode: 401 } }, 401, 'Unauthorized'],
  [{ ok: true as const, payload: { statusCode: 403 } }, 403, 'Forbidden'],
  [{ ok: true as const, payload: { statusCode: 500 } }, 500, 'Internal server error'],
  [{ ok: true as const, payload: 'no answer' }, 502, 'Internal server error'],
  [{ ok: false as const, error: { errorType: 'Error', errorMessage: 'x' } }, 502, 'Internal server error'],
])('$connect answering %j refuses the handshake', async (answer, status, message) => {
  const { client, sockets, events } = await serve(() => answer);
  expect(await refusalOf(client())).toMatchObject({ status, body: { message } });
  expect(sockets.connections.size).toBe(0);
  // Who was never connected does not disconnect.
  expect(events.map(typeOf)).toEqual(['CONNECT']);
});

test.each([
  ['/other', 403],
  ['/', 404],
  ['/v1/prices', 404],
])('a path that leads to no stage of the API is refused: %s', async (path, status) => {
  const { client, events } = await serve(() => ok);
  expect((await refusalOf(client(path))).status).toBe(status);
  expect(events).toEqual([]);
});

test('an ordinary request to the path of the API is refused', async () => {
  const { port } = await serve(() => ok);
  expect((await fetch(`http://127.0.0.1:${port}/ws`)).status).toBe(403);
});

test.each([
  ['{"type":"named","a":1}', 'named'],
  ['{"type":"other"}', '$default'],
  ['{"type":5}', '$default'],
  ['{"type":"$connect"}', '$default'],
  ['["type"]', '$default'],
  ['no JSON', '$default'],
])('the message %s takes the route %s', async (message, route) => {
  const { connected, events, clock } = await serve(() => ok);
  const { client } = await connected();
  client.send(message);
  while (!events.some((event) => typeOf(event) === 'MESSAGE')) await new Promise(setImmediate);
  await clock.idle();
  expect(events.at(-1).requestContext.routeKey).toBe(route);
});

test('a binary frame arrives in base64', async () => {
  const { connected } = await serve(echo);
  const { client } = await connected();
  client.send(Buffer.from([0, 255, 1]));
  expect(await nextText(client)).toBe(Buffer.from([0, 255, 1]).toString('base64'));
});

test('only a route with a route response answers its client', async () => {
  const { connected } = await serve(echo);
  const { client } = await connected();
  client.send('{"type":"named"}');
  client.send('{"type":"unnamed"}');
  expect(await nextText(client)).toBe('{"type":"unnamed"}');
});

test('a function that fails is told to the client as API Gateway does', async () => {
  const broken = { ok: false as const, error: { errorType: 'Error', errorMessage: 'x' } };
  const { connected } = await serve((event) => (typeOf(event) === 'CONNECT' ? ok : broken));
  const { client, id } = await connected();
  client.send('{}');
  expect(JSON.parse(await nextText(client))).toMatchObject({
    message: 'Internal server error',
    connectionId: id,
  });
});

const length = (event: SocketEvent) =>
  typeOf(event) === 'CONNECT'
    ? ok
    : { ok: true as const, payload: { statusCode: 200, body: String(event.body.length) } };

/** A text message in frames of these many bytes each; the last one ends it. */
const sendFrames = (client: WebSocket, sizes: readonly number[]): void => {
  for (const [index, size] of sizes.entries())
    client.send('x'.repeat(size), { fin: index === sizes.length - 1 });
};

test.each([
  ['one frame of 32 kB', [32 * KB]],
  ['128 kB in four of them', [32 * KB, 32 * KB, 32 * KB, 32 * KB]],
  ['short ones, lengths of each form of a header, an empty one among them', [1, 125, 126, 0, 65, 32 * KB]],
])('a message passes: %s', async (_, sizes) => {
  const { connected } = await serve(length);
  const { client } = await connected();
  const total = String(sizes.reduce((sum, size) => sum + size, 0));
  for (const _again of [1, 2]) {
    sendFrames(client, sizes);
    expect(await nextText(client)).toBe(total);
  }
});

test.each([
  ['a frame of a byte more than 32 kB', [32 * KB + 1]],
  ['a frame of 128 kB', [128 * KB]],
  ['the second frame of a message', [1, 32 * KB + 1]],
  ['a message of more than 128 kB in short frames', [...Array(4).fill(32 * KB), 1]],
])('the connection ends with 1009, and nobody hears the message: %s', async (_, sizes) => {
  const { connected, events } = await serve(length);
  const { client } = await connected();
  sendFrames(client, sizes);
  const [code] = await once(client, 'close');
  expect(code).toBe(1009);
  while (!events.some((event) => typeOf(event) === 'DISCONNECT')) await new Promise(setImmediate);
  expect(events.map(typeOf)).toEqual(['CONNECT', 'DISCONNECT']);
});

test('a frame that comes byte by byte is measured like any other', async () => {
  const { connected } = await serve(length);
  const { client } = await connected();
  const raw = (client as unknown as { _socket: Socket })._socket;
  // Text, masked by nothing: a hundred bytes, then one of 40,000 that only says so.
  const short = Buffer.concat([Buffer.from([0x81, 0x80 | 100, 0, 0, 0, 0]), Buffer.alloc(100, 'x')]);
  for (const byte of short) raw.write(Buffer.from([byte]));
  expect(await nextText(client)).toBe('100');
  for (const byte of [0x81, 0x80 | 126, 40_000 >> 8, 40_000 & 0xff, 0, 0, 0, 0])
    raw.write(Buffer.from([byte]));
  const [code] = await once(client, 'close');
  expect(code).toBe(1009);
});

test('what is sent to a client is in frames of at most 32 kB, and whole', async () => {
  const text = 'ä'.repeat(40_000);
  const { connected } = await serve((event) =>
    typeOf(event) === 'CONNECT' ? ok : { ok: true, payload: { statusCode: 200, body: text } },
  );
  const { client } = await connected();
  const meter = new FrameMeter(32 * KB);
  const exceeded: boolean[] = [];
  const raw = (client as unknown as { _socket: Socket })._socket;
  raw.on('data', (chunk: Buffer) => exceeded.push(meter.isExceededBy(chunk)));
  client.send('{}');
  expect(await nextText(client)).toBe(text);
  expect(exceeded).not.toContain(true);
});

test('a connection without a frame for too long, or that is too old, ends with 1001', async () => {
  const { connected, events } = await serve(() => ok, { limits: { idleMs: 40 } });
  const { client } = await connected();
  const [code] = await once(client, 'close');
  expect(code).toBe(1001);
  while (!events.some((event) => typeOf(event) === 'DISCONNECT')) await new Promise(setImmediate);
  expect(events.at(-1).requestContext.disconnectStatusCode).toBe(1001);
  await served?.stop();

  const old = await serve(() => ok, { limits: { lifetimeMs: 60 } });
  const { client: busy } = await old.connected();
  const pings = setInterval(() => busy.ping(), 5);
  const [oldCode] = await once(busy, 'close');
  clearInterval(pings);
  expect(oldCode).toBe(1001);
});

test('more messages than the stage admits are answered as too many', async () => {
  const changes = {
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Sockets' },
        StageName: 'ws',
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
      },
    },
  };
  const { connected, client: another } = await serve(echo, { changes, throttled: true });
  const { client } = await connected();
  client.send('1');
  expect(await nextText(client)).toBe('1');
  client.send('2');
  expect(JSON.parse(await nextText(client))).toMatchObject({ message: 'Too Many Requests' });
  expect((await refusalOf(another())).status).toBe(429);
});

test('a handshake is in flight for the clock, and its client may leave meanwhile', async () => {
  let admit: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    admit = resolve;
  });
  const { client, clock, events, sockets } = await serve(async (event) => {
    if (typeOf(event) === 'CONNECT') await gate;
    return ok;
  });
  const leaving = client();
  while (events.length === 0) await new Promise(setImmediate);
  const idle = clock.idle();
  leaving.terminate();
  admit();
  await idle;
  while (!events.some((event) => typeOf(event) === 'DISCONNECT')) await new Promise(setImmediate);
  expect(sockets.connections.size).toBe(0);
});

test('a reader that does not read is cut off before it eats the memory', async () => {
  const { connected, sockets, events } = await serve(() => ok, { limits: { backlogBytes: 256 * 1024 } });
  const { client, id } = await connected();
  const connection = sockets.connections.get(id);
  (client as unknown as { _socket: Socket })._socket.pause();
  const text = 'x'.repeat(64 * 1024);
  let sent = 0;
  while (connection?.send(text)) {
    sent += 1;
    if (sent > 1_000) throw new Error('nobody is cut off');
    await new Promise(setImmediate);
  }
  while (!events.some((event) => typeOf(event) === 'DISCONNECT')) await new Promise(setImmediate);
  expect(sockets.connections.size).toBe(0);
});

test.each<[string, object, RegExp]>([
  [
    'Sockets',
    { RouteSelectionExpression: '$request.header.x', ProtocolType: 'WEBSOCKET' },
    /RouteSelectionExpression/,
  ],
  [
    'Sockets',
    {
      RouteSelectionExpression: '$request.body.type',
      ProtocolType: 'WEBSOCKET',
      DisableSchemaValidation: true,
    },
    /DisableSchemaValidation/,
  ],
  [
    'NamedRoute',
    { ApiId: { Ref: 'Sockets' }, RouteKey: 'x', Target: 'integrations/Nothing' },
    /no integration/,
  ],
  [
    'NamedRoute',
    {
      ApiId: { Ref: 'Sockets' },
      RouteKey: 'x',
      Target: 'integrations/MessageIntegration',
      AuthorizationType: 'AWS_IAM',
    },
    /AuthorizationType/,
  ],
])('%s as %j is an error', async (logicalId, Properties, message) => {
  const { clock } = await serve(() => ok);
  const types: Record<string, string> = {
    Sockets: 'AWS::ApiGatewayV2::Api',
    NamedRoute: 'AWS::ApiGatewayV2::Route',
  };
  const stack = socketStack({ [logicalId]: { Type: types[logicalId], Properties } });
  const functions = new Map(['connect', 'message'].map((name) => [name, { invoke: async () => ok }]));
  expect(() => readSocketApi(stack, functions, clock, { throttled: false })).toThrow(message);
});
