import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import { NOTHING_ARMED } from '../../../shared/domain/trades/nearest.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, BLIND_INDEX, closeOf, fillsOf, minutes, type Row, type Scene, startScene } from './support.ts';

const WICK: Row = [105, 106, 98, 104];

describe('a trade that cannot be evaluated', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  const start = async (changes: Readonly<Record<number, Row>> = { 10: WICK }) => {
    scene = await startScene(stores, minutes(60, 105, changes));
    await stores.addUser('u2');
  };
  const keyOf = (trade: Trade) => ({ userId: trade.userId, tradeId: trade.id });
  const rawItem = async (trade: Trade) =>
    (await stores.client.send(new GetCommand({ TableName: TABLES.trades, Key: keyOf(trade) }))).Item;
  const putBody = (trade: Trade, body: unknown) =>
    stores.client.send(
      new UpdateCommand({
        TableName: TABLES.trades,
        Key: keyOf(trade),
        UpdateExpression: 'SET #trade = :body',
        ExpressionAttributeNames: { '#trade': 'trade' },
        ExpressionAttributeValues: { ':body': body },
      }),
    );
  const dueTrades = async () => {
    const query = {
      TableName: TABLES.trades,
      IndexName: 'due',
      KeyConditionExpression: 'due = :due',
      ExpressionAttributeValues: { ':due': 'due#0' },
    };
    return ((await stores.client.send(new QueryCommand(query))).Items ?? []).map(({ tradeId }) => tradeId);
  };
  const removeAccount = (userId: string) =>
    stores.client.send(
      new DeleteCommand({ TableName: TABLES.users, Key: { pk: `user#${userId}`, sk: 'account#main' } }),
    );

  it('a corrupt item is parked and reported, stops nobody else, and is replayed once it is healed', async () => {
    await start();
    const good = await scene.open(at(6), {}, 'u1');
    const bad = await scene.open(at(6), { exits: { takeProfit: price('105') } }, 'u2');
    const body = (await rawItem(bad))?.trade;
    await putBody(bad, { symbol: 'garbage', quantity: 'many' });
    await scene.tickAt(at(9));
    expect(await scene.tickAt(at(11))).toMatchObject({ settled: 1, fills: 1, parked: 1 });
    expect(fillsOf(await scene.trade(good))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    expect(scene.reports).toMatchObject([{ what: 'trade_parked', details: { tradeId: bad.id } }]);
    // Long after the look-back has passed the wick.
    await scene.tickAt(at(30));
    expect(await rawItem(bad)).toMatchObject({ status: 'pending', version: 1 });
    await putBody(bad, body);
    await scene.tickAt(at(31));
    // High first, it would still be open at 104; low first, it takes profit: the worse is taken.
    expect(fillsOf(await scene.trade(bad))).toEqual([
      `entry 100 @${closeOf(10)} maker ambiguous`,
      `take_profit 105 @${at(11)} maker`,
    ]);
    expect((await scene.trade(bad)).evaluatedTo).toBeUndefined();
    expect(await rawItem(bad)).not.toHaveProperty('parkedBecause');
    expect(await dueTrades()).toEqual([]);
  });

  it('once healed, with nothing missed, it waits like any other: no tick reads it again', async () => {
    await start({ 10: WICK });
    const bad = await scene.open(at(6), { entry: { type: 'limit', limit: price('99') } });
    const body = (await rawItem(bad))?.trade;
    await putBody(bad, 'garbage');
    await scene.tickAt(at(11));
    await putBody(bad, { ...body, entry: { type: 'limit', limit: price('90') } });
    await scene.tickAt(at(20));
    expect(await scene.trade(bad)).toMatchObject({ status: 'pending', version: 1 });
    expect((await scene.trade(bad)).evaluatedTo).toBeUndefined();
    expect(await dueTrades()).toEqual([]);
    expect(await scene.tickAt(at(21))).toMatchObject({ hits: 0 });
  });

  it('a missing account parks its trades alone, which fill at their own price when it is back', async () => {
    await start();
    const good = await scene.open(at(6), {}, 'u1');
    const orphans = [await scene.open(at(6), {}, 'u2'), await scene.open(at(6), {}, 'u2')];
    await removeAccount('u2');
    await scene.tickAt(at(9));
    expect(await scene.tickAt(at(11))).toMatchObject({ settled: 1, fills: 1, parked: 2 });
    expect((await scene.trade(good)).status).toBe('open');
    await scene.tickAt(at(30));
    await stores.addUser('u2');
    await scene.tickAt(at(31));
    for (const orphan of orphans)
      expect(fillsOf(await scene.trade(orphan))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    expect(await scene.requests.accounts.load('u2', 'main')).toMatchObject({ fees: '1.2', fillCount: 2 });
  });

  it('parked at its first sight in the look-back, it is owed all of the look-back', async () => {
    await start();
    const trade = await scene.open(at(10), {}, 'u2');
    await removeAccount('u2');
    await scene.tickWith({ triggers: BLIND_INDEX }, at(11));
    await scene.tickWith({ triggers: BLIND_INDEX }, at(12));
    expect(await scene.tickAt(at(13))).toMatchObject({ parked: 1 });
    await scene.tickAt(at(30));
    await stores.addUser('u2');
    await scene.tickAt(at(31));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('what is owed holds no price that cannot be true', async () => {
    await start({ 10: WICK, 15: [105, 105, 0, 105] });
    const trade = await scene.open(at(6), { exits: { stopLoss: price('90') } }, 'u2');
    await removeAccount('u2');
    await scene.tickAt(at(11));
    for (const minute of [16, 17, 18, 25]) await scene.tickAt(at(minute));
    await stores.addUser('u2');
    await scene.tickAt(at(26));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('stays parked while the exchange does not answer, and loses nothing by it', async () => {
    await start();
    const trade = await scene.open(at(6), {}, 'u2');
    await removeAccount('u2');
    await scene.tickAt(at(11));
    await scene.tickAt(at(30));
    await stores.addUser('u2');
    const [venue] = scene.ports.venues;
    if (!venue) throw new Error('there is a venue');
    let answered = 0;
    const once = {
      ...venue,
      paths: async (requests: Parameters<typeof venue.paths>[0]) =>
        answered++ === 0
          ? venue.paths(requests)
          : requests.map(({ symbol }) => ({ symbol, error: new Error('away') as never })),
    };
    await scene.tickWith({ venues: [once] }, at(31));
    expect((await scene.trade(trade)).status).toBe('pending');
    await scene.tickAt(at(32));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('what is owed may be more than one pass can read: each goes on where the last one stopped', async () => {
    await start({ 10: WICK, 45: [105, 111, 105, 105] });
    const trade = await scene.open(at(6), { exits: { takeProfit: price('110') } }, 'u2');
    await removeAccount('u2');
    await scene.tickAt(at(11));
    await scene.tickAt(at(50));
    await stores.addUser('u2');
    const [venue] = scene.ports.venues;
    if (!venue) throw new Error('there is a venue');
    // The pass reads as ever; what is owed comes one bar at a time, of which one pass asks for twenty.
    const slow = () => {
      let asked = 0;
      return {
        ...venue,
        paths: async (requests: Parameters<typeof venue.paths>[0]) => {
          const answers = await venue.paths(requests);
          if (asked++ === 0) return answers;
          return answers.map((answer) => {
            const bar = 'slice' in answer ? answer.slice.elements[0] : undefined;
            if (!('slice' in answer) || bar?.kind !== 'bar') return answer;
            const slice = { ...answer.slice, elements: [bar], completeTo: bar.closeTime, more: true };
            return { ...answer, slice };
          });
        },
      };
    };
    await scene.tickWith({ venues: [slow()] }, at(51));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    await scene.tickWith({ venues: [slow()] }, at(52));
    expect((await scene.trade(trade)).evaluatedTo).toBeGreaterThan(at(30));
    await scene.tickWith({ venues: [slow()] }, at(53));
    expect(fillsOf(await scene.trade(trade)).at(-1)).toBe(`take_profit 110 @${closeOf(45)} maker`);
    expect(await dueTrades()).toEqual([]);
  });

  it('a mark within a bar owes that bar', async () => {
    await start();
    const trade = await scene.open(at(6), {});
    await scene.tickAt(at(9));
    await scene.tickWith({ triggers: BLIND_INDEX }, at(11));
    await scene.tickWith({ triggers: BLIND_INDEX }, at(20));
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.trades,
        Key: keyOf(trade),
        UpdateExpression: 'SET evaluatedTo = :mark, due = :due, dueAt = :mark',
        ExpressionAttributeValues: { ':mark': at(10, 30_000), ':due': 'due#0' },
      }),
    );
    await scene.ports.notices.announce(0, { ...NOTHING_ARMED, dueAt: at(10, 30_000) }, at(20));
    await scene.tickAt(at(30));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('a command given to a parked trade leaves it due from where it is owed', async () => {
    await start();
    const trade = await scene.open(at(6), {}, 'u2');
    await removeAccount('u2');
    await scene.tickAt(at(11));
    await scene.tickAt(at(30));
    // Its moment lies ahead of what the exchange has shown.
    await cancelTrade(scene.requests, { userId: 'u2', tradeId: trade.id, now: at(40) });
    await stores.addUser('u2');
    await scene.tickAt(at(31));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('a cancel given to a parked trade acts after what it is owed', async () => {
    await start();
    const trade = await scene.open(at(6), {}, 'u2');
    await removeAccount('u2');
    await scene.tickAt(at(11));
    await cancelTrade(scene.requests, { userId: 'u2', tradeId: trade.id, now: at(25) });
    await stores.addUser('u2');
    await scene.tickAt(at(31));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    const { items } = await scene.requests.trades.logs(trade.id, { limit: 10 });
    expect(items.at(-1)?.event.type).toBe('command_superseded');
  });

  it.each([
    ['a log row', (trade: Trade) => ({ TableName: TABLES.logs, Item: { tradeId: trade.id, seq: 1 } })],
    [
      'a ledger entry',
      (trade: Trade) => ({
        TableName: TABLES.ledger,
        Item: { book: 'u1#main', entryId: `${closeOf(10)}#${trade.id}#entry#0` },
      }),
    ],
  ])('%s that is there already, of no write of ours, parks its trade alone', async (_, foreign) => {
    await start();
    const bad = await scene.open(at(6), {});
    const good = await scene.open(at(6), {});
    await stores.client.send(new PutCommand(foreign(bad)));
    expect(await scene.tickAt(at(11))).toMatchObject({ settled: 1, parked: 1 });
    expect((await scene.trade(good)).status).toBe('open');
    expect(await scene.trade(bad)).toMatchObject({ status: 'pending', version: 1 });
    expect(await scene.cursor()).toBe(closeOf(10));
  });

  it('garbage of any shape stops nobody', async () => {
    await start();
    const good = await scene.open(at(6), {}, 'u1');
    const garbage = [null, 'text', 7, [], {}, { entry: { type: 'limit', limit: -1 } }];
    for (const body of garbage) await putBody(await scene.open(at(6), {}, 'u2'), body);
    expect(await scene.tickAt(at(11))).toMatchObject({ settled: 1, parked: garbage.length });
    expect((await scene.trade(good)).status).toBe('open');
    expect(await scene.cursor()).toBe(closeOf(10));
  });
});
