import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** At 105 one unit needs 107.7426 at the most (2 % and the fee of 0.6 %): 150 pays for one, and not for two. */
describe('the same request twice at the same moment, where there is enough for one', () => {
  let stores: Stores;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
    books = await startBooks(stores, minutes(60, 105), 150);
  });
  afterAll(async () => {
    await books.close();
    await stores.stop();
  });

  /** Sent so many milliseconds apart. @returns what both were answered, and about what */
  const twice = async (path: string, body: object, apart: number, now: number) => {
    const send = async (after: number) => {
      await new Promise((resolve) => setTimeout(resolve, after));
      return books.post(path, body, { now });
    };
    const answers = await Promise.all([send(0), send(apart)]);
    return {
      statuses: answers.map(({ status }) => status).sort(),
      ids: new Set(answers.map(({ json }) => (json as { id: string }).id)),
    };
  };

  it('is done once, and both are told the same', async () => {
    let minute = 6;
    for (let apart = 0; apart < 12; apart++) {
      const now = at(minute) + 1;
      const buy = {
        symbol: 'BTC/USDT',
        quantity: '1',
        entry: { type: 'market' },
        clientTradeId: `buy-${apart}`,
      };
      const bought = await twice('/v1/trades', buy, apart, now);
      expect(bought).toMatchObject({ statuses: [200, 201], ids: { size: 1 } });
      await books.ticks(minute + 1, minute + 2);
      minute += 2;
      const sell = {
        symbol: 'BTC/USDT',
        side: 'sell',
        type: 'market',
        quantity: '1',
        clientOrderId: `sell-${apart}`,
      };
      const sold = await twice('/v1/orders', sell, apart, at(minute) + 1);
      expect(sold).toMatchObject({ statuses: [200, 201], ids: { size: 1 } });
      await books.ticks(minute + 1, minute + 2);
      minute += 2;
    }
    expect(await books.account()).toMatchObject({ fillCount: 24, reserved: '0' });
    expect(await books.audit()).toMatchObject({ balanced: true });
  }, 60_000);
});
