import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

describe('what reading a portfolio costs', () => {
  let stores: Stores;
  let books: Books;
  let meter: Meter;
  beforeAll(async () => {
    stores = await startStores();
    books = await startBooks(stores, minutes(130, 105));
    meter = attachMeter(stores.client, dynamodbClient(stores.endpoint));
  });
  afterAll(async () => {
    await books.close();
    await stores.stop();
  });
  const trade = async (minute: number) => {
    const body = { symbol: 'BTC/USDT', quantity: '0.1', entry: { type: 'market' } };
    const { json } = await books.post('/v1/trades', body, { now: at(minute) + 1 });
    return (json as { id: string }).id;
  };
  const costOf = async (path: string) => {
    const usage = await meter.measure(async () => {
      expect((await books.ask({ path, now: at(100) })).status).toBe(200);
    });
    return usage.computed.read;
  };
  const costs = async () => {
    const found: Record<string, number> = {};
    for (const path of PATHS) found[path] = await costOf(path);
    return found;
  };
  const PATHS = ['/v1/portfolio', '/v1/positions', '/v1/accounts/main', '/v1/portfolio/history'];

  it('does not grow with what lies behind', async () => {
    await trade(6);
    await books.ticks(7, 9);
    const before = await costs();
    for (let round = 10; round < 40; round += 3) {
      const ids = await Promise.all([0, 0, 0, 0, 0, 0].map(() => trade(round)));
      await books.ticks(round + 1, round + 1);
      await Promise.all(
        ids.map((id) => books.post(`/v1/trades/${id}/close`, undefined, { now: at(round + 1) + 1 })),
      );
      await books.ticks(round + 2, round + 2);
    }
    expect(await books.account()).toMatchObject({ fillCount: 121 });
    expect(await costs()).toEqual(before);
    // The account, 0.5 of what is open, the state of the market; the samples of the day's P&L.
    expect(before['/v1/portfolio']).toSatisfy((units: number) => units > 0 && units <= 4);
  });

  it('samples an hour with one write', async () => {
    await books.ticks(119, 120);
    const usage = await meter.measure(() => samplePortfolios(books.requests, at(120)));
    // In a transaction with a check that the account is there: two units each.
    expect(usage.computed.write).toBe(4);
    expect(usage.computed.read).toBeLessThanOrEqual(4);
  });
});
