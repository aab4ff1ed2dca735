import { DeleteCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish, publishTo } from '../../../shared/application/stream/publish.ts';
import { cutUser, tellUser } from '../../../shared/application/stream/tell-user.ts';
import { type SocketLab, startSocketLab } from '../../fixtures/socket-lab.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const HOUR = 3_600_000;

/** Real tables, and a management API that can be gone, busy or silent. */
describe('connections', () => {
  let stores: Stores;
  let lab: SocketLab;
  beforeAll(async () => {
    stores = await startStores();
    lab = await startSocketLab(stores);
    for (const user of ['ann', 'bob', 'cora', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jim', 'lea'])
      await stores.addUser(user);
  });
  afterAll(async () => {
    await lab?.stop();
    await stores?.stop();
  });

  const rowsOf = async (id: string): Promise<number> => {
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: TABLES.connections }));
    return Items.filter((item) => item.id === id).length;
  };
  const tick = (symbol: string, price: string) => ({
    kind: 'gathered' as const,
    head: { type: 'price_update', slot: 2, previousSlot: 1 },
    lists: { prices: [[`prices:${symbol}`, { symbol, price }] as const], unchanged: [] },
  });
  const nobodyAsks = async () => {
    throw new Error('nobody asked');
  };

  test('of connects at once with one ticket exactly one is let in', async () => {
    const { ticket } = await lab.ticketFor({ userId: 'ann' });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => lab.connect(`race-${index}`, ticket)),
    );
    expect(outcomes.sort()).toEqual([...Array.from({ length: 7 }, () => 'no_ticket'), 'opened']);
    expect(await lab.connect('later', ticket)).toBe('no_ticket');
  });

  test('a ticket is good for 30 seconds, and stored as its hash alone', async () => {
    const { ticket, expiresAt } = await lab.ticketFor({ userId: 'ann' });
    expect(expiresAt - lab.clock.time).toBe(30_000);
    const { Items } = await stores.client.send(new ScanCommand({ TableName: TABLES.connections }));
    expect(JSON.stringify(Items)).not.toContain(ticket);
    lab.clock.time += 30_000;
    expect(await lab.connect('late', ticket)).toBe('no_ticket');
  });

  test('of any number of connects at once twenty get a place, and a place that is left is free again', async () => {
    const shown = await Promise.all(Array.from({ length: 26 }, () => lab.ticketFor({ userId: 'bob' })));
    const outcomes = await Promise.all(shown.map(({ ticket }, index) => lab.connect(`bob-${index}`, ticket)));
    expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'no_place')).toHaveLength(6);
    const opened = outcomes.indexOf('opened');
    await lab.ports.connections.forget({ id: `bob-${opened}` });
    expect(await lab.connect('bob-next', (await lab.ticketFor({ userId: 'bob' })).ticket)).toBe('opened');
    expect(await lab.connect('bob-last', (await lab.ticketFor({ userId: 'bob' })).ticket)).toBe('no_place');
    // Whoever should have left by now holds nobody up.
    lab.clock.time += 2 * HOUR;
    expect(await lab.connect('bob-new', (await lab.ticketFor({ userId: 'bob' })).ticket)).toBe('opened');
  });

  test('places of sockets that died without a word are found and left, of those that live none', async () => {
    const connect = async (id: string) => lab.connect(id, (await lab.ticketFor({ userId: 'lea' })).ticket);
    for (let index = 0; index < 20; index += 1) await lab.open(`lea-${index}`, 'lea', ['trades']);
    for (const index of [3, 7, 11]) lab.api.behaviours.set(`lea-${index}`, 'gone');
    lab.api.behaviours.set('lea-5', { busy: 9 });
    // Within its first minute one may still be on its way in: nobody is asked about it.
    expect(await connect('lea-early')).toBe('no_place');
    expect(lab.api.asked.get('lea-3')).toBeUndefined();
    lab.clock.time += 60_000;
    expect(await connect('lea-20')).toBe('opened');
    expect(await Promise.all([3, 7, 11].map((index) => rowsOf(`lea-${index}`)))).toEqual([0, 0, 0]);
    expect([await connect('lea-21'), await connect('lea-22')]).toEqual(['opened', 'opened']);
    expect(await connect('lea-23')).toBe('no_place');
    const alive = (await lab.ports.connections.ofUser('lea')).map(({ id }) => id).sort();
    const expected = Array.from({ length: 23 }, (_, index) => `lea-${index}`);
    expect(alive).toEqual(expected.filter((id) => !['lea-3', 'lea-7', 'lea-11'].includes(id)).sort());
    expect(lab.api.cut).toEqual([]);
    for (const id of alive) await lab.ports.connections.forget({ id });
    lab.api.behaviours.clear();
  });

  test('a credential that was revoked after the ticket was bought opens nothing', async () => {
    const key = { pk: 'user#cora', sk: 'key#0123456789ab' };
    await stores.client.send(new PutCommand({ TableName: TABLES.users, Item: key }));
    const before = await lab.ticketFor({ userId: 'cora', keyId: '0123456789ab' });
    const after = await lab.ticketFor({ userId: 'cora', keyId: '0123456789ab' });
    expect(await lab.connect('cora-1', before.ticket)).toBe('opened');
    await stores.client.send(new DeleteCommand({ TableName: TABLES.users, Key: key }));
    expect(await lab.connect('cora-2', after.ticket)).toBe('no_ticket');
    expect(await rowsOf('cora-2')).toBe(0);
    const person = await lab.ticketFor({ userId: 'cora' });
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.users,
        Key: { pk: 'user#cora', sk: 'profile' },
        UpdateExpression: 'SET sessionsFrom = :from',
        ExpressionAttributeValues: { ':from': lab.clock.time + 1 },
      }),
    );
    expect(await lab.connect('cora-3', person.ticket)).toBe('no_ticket');
  });

  test('forty messages at once, then ten a second; the connection is read by the way', async () => {
    await lab.open('dan-1', 'dan');
    const { receive } = lab.ports.connections;
    const verdicts = await Promise.all(Array.from({ length: 45 }, () => receive('dan-1', lab.clock.time)));
    // One was counted as it opened.
    expect(verdicts.filter(({ verdict }) => verdict === 'go')).toHaveLength(39);
    const waits = verdicts.flatMap((one) => (one.verdict === 'wait' ? [one.ms] : []));
    expect(waits).toEqual(Array.from({ length: 6 }, () => 100));
    lab.clock.time += 100;
    expect(await receive('dan-1', lab.clock.time)).toMatchObject({
      verdict: 'go',
      connection: { userId: 'dan', scopes: ['read', 'trade'] },
    });
    expect(await receive('nobody', lab.clock.time)).toEqual({ verdict: 'unknown' });
  });

  test('the same subscription sent twice at once counts once, and unsubscribed meanwhile makes room', async () => {
    const { subscribe, unsubscribe, receive } = lab.ports.connections;
    const names = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `prices:D${from + index}/USDT`);
    await lab.open('gil-9', 'gil', names(0, 40));
    const received = await receive('gil-9', lab.clock.time);
    if (received.verdict !== 'go') throw new Error(received.verdict);
    const { connection } = received;
    // None of them sees what another has added.
    const twins = [0, 1, 2].map(() => subscribe(connection, names(40, 100), 100));
    expect(await Promise.all(twins)).toEqual(['subscribed', 'subscribed', 'subscribed']);
    expect(await subscribe(connection, names(100, 101), 100)).toBe('too_many');
    await unsubscribe(connection, names(0, 1));
    expect(await subscribe({ ...connection, channels: names(0, 100) }, names(99, 101), 100)).toBe(
      'subscribed',
    );
    expect(await subscribe(connection, names(101, 102), 100)).toBe('too_many');
  });

  test('of a connection that has ended nothing is said but that it has', async () => {
    const { subscribe, forget } = lab.ports.connections;
    const left = await lab.open('hal-1', 'hal');
    // Its place is somebody else's by now, and its own row not gone yet.
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.connections,
        Key: { pk: 'user#hal', sk: `slot#${String(left.slot).padStart(2, '0')}` },
        UpdateExpression: 'SET id = :id',
        ExpressionAttributeValues: { ':id': 'hal-2' },
      }),
    );
    expect(await subscribe(left, ['trades'], 100)).toBe('gone');
    await forget(left);
    expect(await subscribe(left, ['market'], 100)).toBe('gone');
  });

  test('a hundred channels, however many subscribe at once', async () => {
    const connection = await lab.open('eve-1', 'eve');
    const names = (from: number) => Array.from({ length: 60 }, (_, index) => `prices:C${from + index}/USDT`);
    const { subscribe, unsubscribe, receive } = lab.ports.connections;
    const both = await Promise.all([
      subscribe(connection, names(0), 100),
      subscribe(connection, names(60), 100),
    ]);
    expect([...both].sort()).toEqual(['subscribed', 'too_many']);
    const mine = both[0] === 'subscribed' ? names(0) : names(60);
    const seen = async () => {
      const received = await receive('eve-1', lab.clock.time);
      return received.verdict === 'go' ? received.connection : connection;
    };
    expect((await seen()).channels).toHaveLength(60);
    // Those that are there already count once.
    expect(await subscribe(await seen(), [...mine, 'trades'], 100)).toBe('subscribed');
    await unsubscribe(await seen(), [...mine, 'trades']);
    expect((await seen()).channels).toEqual([]);
    expect((await lab.ports.connections.ofUser('eve')).map(({ own }) => own)).toEqual([[]]);
  });

  test('each is told what it has subscribed to, and nothing else; who is gone costs one post and is forgotten', async () => {
    await lab.open('fay-1', 'fay', ['prices:BTC/USDT']);
    await lab.open('fay-2', 'fay', ['prices:ETH/USDT']);
    await lab.open('fay-gone', 'fay', ['prices:BTC/USDT']);
    await lab.open('fay-busy', 'fay', ['prices:BTC/USDT']);
    await lab.open('fay-slow', 'fay', ['prices:BTC/USDT']);
    lab.api.behaviours.set('fay-gone', 'gone');
    lab.api.behaviours.set('fay-busy', { busy: 2 });
    lab.api.behaviours.set('fay-slow', 'hangs');
    await publish(lab.ports, [tick('BTC/USDT', '1')], nobodyAsks);
    expect(lab.api.inbox('fay-1')).toEqual([
      {
        type: 'price_update',
        slot: 2,
        previousSlot: 1,
        prices: [{ symbol: 'BTC/USDT', price: '1' }],
        unchanged: [],
      },
    ]);
    expect(lab.api.inbox('fay-2')).toEqual([]);
    expect(lab.api.inbox('fay-busy')).toHaveLength(1);
    expect([lab.api.asked.get('fay-gone'), lab.api.asked.get('fay-slow')]).toEqual([1, 1]);
    expect([await rowsOf('fay-gone'), await rowsOf('fay-slow')]).toEqual([0, 2]);
    expect(lab.reports).toContain('message_lost');
    await publish(lab.ports, [tick('BTC/USDT', '2')], nobodyAsks);
    expect(lab.api.asked.get('fay-gone')).toBe(1);
    lab.api.behaviours.clear();
    for (const id of ['fay-1', 'fay-2', 'fay-busy', 'fay-slow']) await lab.ports.connections.forget({ id });
  });

  test('a user is told in order; where that fails the connection is cut, so that it comes back for a snapshot', async () => {
    await lab.open('gil-1', 'gil', ['trades']);
    await lab.open('gil-2', 'gil', ['account']);
    await lab.open('gil-slow', 'gil', ['trades']);
    lab.api.behaviours.set('gil-slow', 'hangs');
    const messages = [1, 2, 3].map((version) => ({ channel: 'trades' as const, message: { version } }));
    await tellUser(lab.ports, 'gil', messages);
    expect(lab.api.inbox('gil-1')).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
    expect(lab.api.inbox('gil-2')).toEqual([]);
    expect(lab.api.cut).toContain('gil-slow');
    expect(await rowsOf('gil-slow')).toBe(0);
  });

  test('who has lost the right to be is told why, and cut; so is whoever has expired', async () => {
    const key = { pk: 'user#hal', sk: 'key#0123456789ab' };
    await stores.client.send(new PutCommand({ TableName: TABLES.users, Item: key }));
    await lab.open('hal-key', 'hal', [], { keyId: '0123456789ab' });
    await lab.open('hal-person', 'hal', ['prices:BTC/USDT'], { credentialEndsAt: lab.clock.time + 1_000 });
    await cutUser(lab.ports, 'hal', 'key_revoked', ({ keyId }) => keyId === '0123456789ab');
    expect(lab.api.inbox('hal-key')).toEqual([{ type: 'closing', reason: 'key_revoked' }]);
    expect(lab.api.cut).toContain('hal-key');
    expect(lab.api.cut).not.toContain('hal-person');
    lab.clock.time += 1_000;
    await publish(lab.ports, [tick('BTC/USDT', '3')], nobodyAsks);
    expect(lab.api.inbox('hal-person')).toEqual([{ type: 'closing', reason: 'credential_expired' }]);
    expect([await rowsOf('hal-key'), await rowsOf('hal-person')]).toEqual([0, 0]);
  });

  test('where there are more than one invocation tells, each is in exactly one part', async () => {
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: TABLES.connections }));
    for (const { pk, sk } of Items)
      await stores.client.send(new DeleteCommand({ TableName: TABLES.connections, Key: { pk, sk } }));
    // Twenty of each user, as many as may be.
    const ids: string[] = [];
    for (const userId of ['ida', 'jim'])
      for (let index = 0; index < 20; index += 1) {
        ids.push(`${userId}-${index}`);
        await lab.open(`${userId}-${index}`, userId, ['prices:BTC/USDT']);
      }
    const { connections, rest } = await lab.ports.connections.first(7);
    expect(connections).toHaveLength(7);
    expect(rest.length).toBeGreaterThan(1);
    const found = connections.map(({ id }) => id);
    for (const shard of rest)
      for await (const page of lab.ports.connections.within(shard)) found.push(...page.map(({ id }) => id));
    expect(found.sort()).toEqual(ids.sort());
    for (const shard of rest) await publishTo(lab.ports, [tick('BTC/USDT', '4')], nobodyAsks, shard);
    const told = ids.filter((id) => lab.api.inbox(id).length === 1);
    expect(told).toHaveLength(33);
  });
});
