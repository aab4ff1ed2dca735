import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armingNotices } from '../../../shared/adapters/dynamodb/arming-notices.ts';
import type { Armed } from '../../../shared/domain/trades/nearest.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { installFaults } from '../tick/faults.ts';

const BTC = 'binance#BTC/USDT';
const AT = 5_000_000 * 300_000;
const EPOCH = 5_000_000;
const armed = (below: number | null, above: number | null, dueAt: number | null = null): Armed => ({
  nearest: new Map([[BTC, { below, above }]]),
  dueAt,
});

describe('notices of what is armed', () => {
  let stores: Stores;
  let faults: ReturnType<typeof installFaults>;
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  afterAll(() => stores.stop());
  /** As another process has it, which has seen nothing yet. */
  const fresh = () => armingNotices(stores.client, TABLES.market);
  const heard = async (batch: number, epoch = EPOCH) => (await fresh().since(batch, epoch)).get(EPOCH);

  it('only ever come nearer, each side by itself', async () => {
    const notices = fresh();
    await notices.announce(1, armed(95, null), AT);
    await notices.announce(1, armed(90, 120, 7_000), AT + 299_999);
    await fresh().announce(1, armed(96, 130, 9_000), AT);
    expect(await heard(1)).toEqual(armed(96, 120, 7_000));
    expect(await heard(1, EPOCH + 1)).toBeUndefined();
    expect(await heard(2)).toBeUndefined();
  });

  it('are kept by batch and epoch, in that order', async () => {
    const notices = fresh();
    for (const epochs of [3, 0, 1])
      await notices.announce(3, armed(10 + epochs, null), AT + epochs * 300_000);
    const found = await fresh().since(3, EPOCH + 1);
    expect([...found]).toEqual([
      [EPOCH + 1, armed(11, null)],
      [EPOCH + 3, armed(13, null)],
    ]);
  });

  it('of forty at once none is lost', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        fresh().announce(4, armed(100 + ((index * 7) % 40), 200 - ((index * 3) % 40), 1_000 + index), AT),
      ),
    );
    expect(await heard(4)).toEqual(armed(139, 161, 1_000));
  }, 30_000);

  it('what was said need not be said again, nor what is less', async () => {
    const notices = fresh();
    await notices.announce(5, armed(95, 105, 1), AT);
    let calls = 0;
    faults.set(({ send }) => {
      calls++;
      return send();
    });
    await notices.announce(5, armed(95, 106, 2), AT + 1);
    expect(calls).toBe(0);
    await notices.announce(5, armed(95, 104, 2), AT + 1);
    expect(calls).toBe(1);
    faults.set(undefined);
    expect(await heard(5)).toEqual(armed(95, 104, 1));
  });

  it('of nothing are not written; a store that does not answer is said so', async () => {
    await fresh().announce(6, { nearest: new Map(), dueAt: null }, AT);
    expect(await heard(6)).toBeUndefined();
    faults.set(({ command, send }) => {
      if (!command.startsWith('Update')) return send();
      throw Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
    });
    await expect(fresh().announce(6, armed(1, null), AT)).rejects.toMatchObject({
      name: 'StoreUnavailableError',
    });
    faults.set(undefined);
  }, 30_000);

  it('expire after two days, by the real clock', async () => {
    await fresh().announce(7, armed(1, 2, 3), AT);
    const query = {
      TableName: TABLES.market,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'armed#0007' },
    };
    const [item] = (await stores.client.send(new QueryCommand(query))).Items ?? [];
    expect(Number(item?.ttl) * 1000 - Date.now()).toBeGreaterThan(47 * 3_600_000);
    expect(item).toMatchObject({ [`below#${BTC}`]: 1, [`above#${BTC}`]: 2, due: 3 });
  });
});
