import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { portfolioHistorySchema, portfolioSchema } from '../../../shared/contract/schemas/portfolio.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, flat, minutes, snapshot } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** Hour 1 at 110, hour 2 at 120, from 23:50 on at 130. */
const ROWS = minutes(1600, 105, {
  ...Object.fromEntries(Array.from({ length: 60 }, (_, n) => [50 + n, flat(110)])),
  ...Object.fromEntries(Array.from({ length: 1300 }, (_, n) => [110 + n, flat(120)])),
  ...Object.fromEntries(Array.from({ length: 190 }, (_, n) => [1410 + n, flat(130)])),
});
const HOUR = 60;

describe('the value of an account over time', () => {
  let stores: Stores;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
  });
  beforeEach(async () => {
    books = await startBooks(stores, ROWS);
  });
  afterEach(() => books.close());
  afterAll(() => stores.stop());

  const sampleAt = async (minute: number) => {
    await books.ticks(minute - 1, minute);
    return samplePortfolios(books.requests, at(minute));
  };
  const buy = async () => {
    await books.post('/v1/trades', { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'market' } });
    await books.ticks(7, 9);
  };
  const history = async (period: string, minute: number) =>
    portfolioHistorySchema
      .parse((await books.ask({ path: '/v1/portfolio/history', query: { period }, now: at(minute) })).json)
      .items.map(({ time, total }) => `${time.slice(8, 16)} ${total}`);
  const samples = async () =>
    ((await snapshot(stores)).ledger ?? []).filter(({ entryId }) => /^(value|coarse)#/.test(String(entryId)));

  it.each([0, -1, 1])('is one point at the moment that the account began (%i ms later)', async (later) => {
    const { json } = await books.post('/v1/accounts', { id: 'new', name: 'new' });
    const began = Date.parse(String((json as { createdAt: string }).createdAt));
    for (const period of ['1d', '1y', 'all']) {
      const answer = await books.ask({
        path: '/v1/portfolio/history',
        query: { account: 'new', period },
        now: began + later,
      });
      expect(answer.status).toBe(200);
      const { items } = portfolioHistorySchema.parse(answer.json);
      expect(items.map(({ time }) => Date.parse(time) - began)).toEqual(later > 0 ? [0, later] : [later]);
    }
  });

  it('is written once an hour for those with something open', async () => {
    await stores.addUser('idle');
    await buy();
    expect(await sampleAt(HOUR)).toEqual({ accounts: 1, written: 1, skipped: 0 });
    expect(await samplePortfolios(books.requests, at(HOUR))).toMatchObject({ written: 0 });
    expect(await sampleAt(2 * HOUR)).toMatchObject({ written: 1 });
    // 100000 - 0.63 (fee) + 5, then + 15
    expect(await history('1d', 2 * HOUR + 30)).toEqual([
      '04T02:30 100000',
      '05T01:00 100004.37',
      '05T02:00 100014.37',
      '05T02:30 100014.37',
    ]);
    expect(await samples()).toHaveLength(2);
  });

  it('rests with the account: one last sample, then none until something happens', async () => {
    await buy();
    await sampleAt(HOUR);
    const { items } = (await books.ask({ path: '/v1/trades' })).json as { items: { id: string }[] };
    await books.post(`/v1/trades/${items[0]?.id}/close`, undefined, { now: at(HOUR) + 5 });
    await books.ticks(HOUR + 1, HOUR + 3);
    expect(await sampleAt(2 * HOUR)).toMatchObject({ accounts: 1, written: 1 });
    expect(await sampleAt(3 * HOUR)).toEqual({ accounts: 0, written: 0, skipped: 0 });
    // 105 -> 110, fees 0.63 and 0.66
    expect(await history('1y', 4 * HOUR)).toEqual([
      '05T04:00 100000',
      '05T02:00 100003.71',
      '05T04:00 100003.71',
    ]);
    await books.post('/v1/accounts/main/deposits', { amount: '10' }, { now: at(4 * HOUR) });
    expect(await sampleAt(5 * HOUR)).toMatchObject({ accounts: 1, written: 1 });
    expect((await history('1w', 5 * HOUR)).at(-1)).toBe('05T05:00 100013.71');
  });

  it('makes the P&L of the day from the sample of midnight', async () => {
    await buy();
    await sampleAt(24 * HOUR - HOUR);
    await sampleAt(24 * HOUR);
    await books.post('/v1/accounts/main/withdrawals', { amount: '1000' }, { now: at(24 * HOUR + 1) });
    await books.ticks(24 * HOUR + 1, 24 * HOUR + 3);
    const portfolio = portfolioSchema.parse(
      (await books.ask({ path: '/v1/portfolio', now: at(24 * HOUR + 3) })).json,
    );
    // At midnight 130 as now: all that was made was made the day before, and the withdrawal is no loss.
    expect(portfolio).toMatchObject({
      total: '99024.37',
      allTimePnl: '24.37',
      dayPnl: '0',
      dayPnlPercent: '0',
    });
  });

  it('says of each value whether a price of it was older than its bound, then and now', async () => {
    await buy();
    const marks = async (minute: number) => {
      const answer = await books.ask({
        path: '/v1/portfolio/history',
        query: { period: '1d' },
        now: at(minute),
      });
      return portfolioHistorySchema.parse(answer.json).items.map(({ stale }) => stale);
    };
    // The last quote is of minute 9: three minutes old, where a minute is the bound.
    expect(await samplePortfolios(books.requests, at(12))).toMatchObject({ written: 1 });
    expect(await marks(13)).toEqual([false, true, true]);
    await sampleAt(HOUR);
    expect(await marks(HOUR)).toEqual([false, true, false]);
  });

  it('skips an account whose prices are old, rather than write down what is not so', async () => {
    await buy();
    expect(await samplePortfolios(books.requests, at(HOUR))).toEqual({ accounts: 1, written: 0, skipped: 1 });
    expect(await samples()).toEqual([]);
  });
});
