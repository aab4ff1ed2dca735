import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amendTrade } from '../../../shared/application/amend-trade.ts';
import { cancelTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Page, TradeStore } from '../../../shared/ports/trade-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, minutes, type Scene, startScene } from '../tick/support.ts';

type Lister<T> = (page: { limit: number; cursor?: string }) => Promise<Page<T>>;

/** Follows the cursors to the end; the sizes of the pages beside their items. */
const readAll = async <T>(lister: Lister<T>, limit: number): Promise<{ items: T[]; sizes: number[] }> => {
  const items: T[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await lister({ limit, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    sizes.push(page.items.length);
    cursor = page.next;
  } while (cursor !== undefined);
  return { items, sizes };
};
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('pages', () => {
  let stores: Stores;
  let scene: Scene;
  /** Of u1, oldest first; the third to the fifth are cancelled. */
  const ids: string[] = [];

  beforeAll(async () => {
    stores = await startStores();
    scene = await startScene(stores, minutes(30, 105));
    await stores.addUser('u2');
    await scene.open(at(6), {}, 'u2');
    for (let n = 0; n < 7; n++) ids.push((await scene.open(at(6, n), {})).id);
    for (const tradeId of ids.slice(2, 5))
      await cancelTrade(scene.requests, { userId: 'u1', tradeId, now: at(7) });
    await scene.tickAt(at(9));
  });
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });
  interface Request {
    readonly limit: number;
    readonly cursor?: string;
  }
  const list = (filter: Parameters<TradeStore['list']>[1]) => (page: Request) =>
    scene.requests.trades.list('u1', filter, page);
  const active = (page: Request) => scene.requests.trades.active('u1', page);
  const logs = (tradeId: string) => (page: Request) => scene.requests.trades.logs(tradeId, page);
  const newestFirst = () => [...ids].reverse();
  const cancelled = () => newestFirst().slice(2, 5);

  it.each([
    [1, [1, 1, 1, 1, 1, 1, 1]],
    [3, [3, 3, 1]],
    [7, [7]],
    [100, [7]],
  ])('all trades of a user, %s at a time: newest first, each once, nobody else’s', async (limit, sizes) => {
    const read = await readAll(list({}), limit);
    expect(read.items.map(({ id }) => id)).toEqual(newestFirst());
    expect(read.sizes).toEqual(sizes);
  });

  it.each([1, 2, 3, 10])('of one status, %s at a time', async (limit) => {
    const read = await readAll(list({ statuses: ['cancelled'] }), limit);
    expect(read.items.map(({ id }) => id)).toEqual(cancelled());
  });

  it('of several statuses and a symbol; none of another symbol', async () => {
    const both = await readAll(list({ statuses: ['cancelled', 'pending'], symbol: 'BTC/USDT' as never }), 2);
    expect(both.items.map(({ id }) => id)).toEqual(newestFirst());
    expect(await list({ symbol: 'ETH/USDT' as never })({ limit: 5 })).toEqual({ items: [], next: undefined });
  });

  it.each([1, 2, 4, 50])('the active ones, %s at a time', async (limit) => {
    const read = await readAll(active, limit);
    expect(read.items.map(({ id }) => id)).toEqual(newestFirst().filter((id) => !cancelled().includes(id)));
  });

  it('a corrupt trade among them is left out, and ends no page early', async () => {
    const setVersion = (version: unknown) =>
      stores.client.send(
        new UpdateCommand({
          TableName: TABLES.trades,
          Key: { userId: 'u1', tradeId: ids[6] },
          UpdateExpression: 'SET version = :version',
          ExpressionAttributeValues: { ':version': version },
        }),
      );
    await setVersion('broken');
    expect((await readAll(active, 2)).items).toHaveLength(3);
    expect((await readAll(list({}), 2)).items).toHaveLength(6);
    await setVersion(1);
    expect((await readAll(list({}), 2)).items).toHaveLength(7);
  });

  it.each([1, 2, 3, 4, 10])('the log of a trade, %s at a time, in order', async (limit) => {
    const key = { userId: 'u1', tradeId: ids[5] ?? '' };
    const { version } = (await scene.requests.trades.load(key)) ?? { version: 0 };
    if (version === 1)
      for (const stopLoss of ['90', '91', '92'])
        await amendTrade(scene.requests, { ...key, now: at(10), exits: { stopLoss: price(stopLoss) } });
    const read = await readAll(logs(key.tradeId), limit);
    expect(read.items.map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
    expect(read.items[3]).toMatchObject({ event: { command: { changes: { stopLoss: '92' } } } });
  });

  it.each([
    ['no base64 of JSON', '%%%'],
    ['a number', cursorOf(7)],
    ['a position out of the list', cursorOf('client#mine')],
    ['an empty position', cursorOf('')],
    ['an object', cursorOf({ userId: 'u2' })],
    ['nothing', ''],
  ])('a cursor that is %s is an error of its own', async (_, cursor) => {
    await expect(list({})({ limit: 2, cursor })).rejects.toMatchObject({ name: 'InvalidCursorError' });
    await expect(active({ limit: 2, cursor })).rejects.toMatchObject({ name: 'InvalidCursorError' });
  });

  it.each([cursorOf('1'), cursorOf(1.5), cursorOf(1e300), 'x', ''])(
    'a log cursor %s likewise',
    async (cursor) => {
      await expect(logs(ids[0] ?? '')({ limit: 2, cursor })).rejects.toMatchObject({
        name: 'InvalidCursorError',
      });
    },
  );

  it('a cursor of another user’s list shows nothing of it', async () => {
    const theirs = await scene.requests.trades.list('u2', {}, { limit: 10 });
    const cursor = cursorOf(theirs.items[0]?.id);
    const { items } = await scene.requests.trades.list('u1', {}, { limit: 10, cursor });
    expect(items.every(({ userId }) => userId === 'u1')).toBe(true);
  });
});
