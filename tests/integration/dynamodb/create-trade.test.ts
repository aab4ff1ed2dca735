import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OpenTradeRequest, openTrade } from '../../../shared/application/open-trade.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import { BTC } from '../../fixtures/lab.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { cancelling, type Faults, installFaults, losingAnswers } from '../tick/faults.ts';
import { at, minutes, type Scene, snapshot, startScene } from '../tick/support.ts';

describe('making a trade', () => {
  let stores: Stores;
  let faults: Faults;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
    scene = await startScene(stores, minutes(30, 105));
    await stores.addUser('u2');
  });
  afterEach(() => faults.set(undefined));
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  const make = (changes: Partial<OpenTradeRequest> = {}) =>
    openTrade(scene.requests, {
      userId: 'u1',
      accountId: 'main',
      now: at(6),
      plan: {
        symbol: BTC,
        direction: 'long',
        quantity: quantity('1'),
        entry: { type: 'limit', limit: price('100') },
        exits: {},
      },
      bodyHash: 'a',
      ...changes,
    });
  const idOf = async (made: ReturnType<typeof make>) => {
    const result = await made;
    if (!result.ok) throw new Error(result.problem.code);
    return result.value.trade.id;
  };
  const counts = async () => {
    const { trades = [], logs = [] } = await snapshot(stores);
    return [trades.filter(({ tradeId }) => !String(tradeId).startsWith('client#')).length, logs.length];
  };

  it('the same clientTradeId and body gives the same trade again, whatever the market has done', async () => {
    const first = await idOf(make({ clientTradeId: 'repeat' }));
    expect(await make({ clientTradeId: 'repeat', now: at(9) })).toMatchObject({
      ok: true,
      value: { repeated: true, trade: { id: first, createdAt: at(6) } },
    });
  });

  it('the same clientTradeId with another body is a conflict', async () => {
    await make({ clientTradeId: 'conflict' });
    expect(await make({ clientTradeId: 'conflict', bodyHash: 'b' })).toMatchObject({
      ok: false,
      problem: { code: 'client_id_conflict' },
    });
  });

  it('a clientTradeId belongs to its user', async () => {
    const mine = await idOf(make({ clientTradeId: 'shared' }));
    const theirs = await idOf(make({ clientTradeId: 'shared', userId: 'u2', bodyHash: 'b' }));
    expect(theirs).not.toBe(mine);
  });

  it('ten at once with one clientTradeId make one trade', async () => {
    const [trades = 0, logs = 0] = await counts();
    const ids = await Promise.all(Array.from({ length: 10 }, () => idOf(make({ clientTradeId: 'ten' }))));
    expect(new Set(ids).size).toBe(1);
    expect(await counts()).toEqual([trades + 1, logs + 1]);
  });

  it.each([
    ['its answer is lost', () => losingAnswers(1)],
    ['each answer is lost', () => losingAnswers(3)],
    ['another transaction is in the way', () => cancelling('TransactionConflict', 2)],
    ['it is throttled', () => cancelling('ThrottlingError', 2)],
  ])('is made once where %s, with a clientTradeId or without', async (what, fault) => {
    for (const clientTradeId of [undefined, what]) {
      const [trades = 0, logs = 0] = await counts();
      faults.set(fault());
      const made = await make(clientTradeId === undefined ? {} : { clientTradeId });
      faults.set(undefined);
      expect(made).toMatchObject({ ok: true, value: { repeated: false } });
      expect(await counts()).toEqual([trades + 1, logs + 1]);
    }
  });

  it('a store that stays throttled is said to be unavailable, and nothing is half-written', async () => {
    const before = await snapshot(stores);
    faults.set(cancelling('ThrottlingError', 100));
    await expect(make({ clientTradeId: 'never' })).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    faults.set(undefined);
    expect(await snapshot(stores)).toEqual(before);
  });

  it('waits until a tick has begun to follow the market: none can be older than what ticks will read', async () => {
    const state = { TableName: TABLES.market, Key: { pk: 'state', sk: 'batch#0000' } };
    const { Item } = await stores.client.send(new GetCommand(state));
    await stores.client.send(new DeleteCommand(state));
    expect(await make()).toMatchObject({ ok: false, problem: { code: 'price_unavailable' } });
    await stores.client.send(new PutCommand({ TableName: TABLES.market, Item }));
    expect(await make()).toMatchObject({ ok: true });
  });

  it('without an account there is none, and nothing is half-written', async () => {
    const before = await snapshot(stores);
    expect(await make({ userId: 'u3', clientTradeId: 'x' })).toMatchObject({
      ok: false,
      problem: { code: 'no_account' },
    });
    expect(await make({ accountId: 'other' })).toMatchObject({ ok: false, problem: { code: 'no_account' } });
    expect(await snapshot(stores)).toEqual(before);
  });
});
