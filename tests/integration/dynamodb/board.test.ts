import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { boardStore, knowingNames } from '../../../shared/adapters/dynamodb/board-store.ts';
import type { BoardRow } from '../../../shared/domain/market/board.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { BoardStore, NamedCoin, StoredBoard } from '../../../shared/ports/board.ts';
import { itemSize } from '../../benchmark/capacity/item-size.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const NOW = Date.parse('2026-11-20T09:30:00Z');
let stores: Stores;
let boards: BoardStore;
let time = NOW;
beforeAll(async () => {
  stores = await startStores();
  boards = boardStore(stores.client, TABLES.market);
});
afterAll(() => stores.stop());
/** Each test writes later than the one before: the board is one. */
beforeEach(() => {
  time += 86_400_000;
});

const bitcoin: BoardRow = {
  rank: 1,
  base: 'BTC',
  name: 'Bitcoin',
  price: 64502.15,
  change1h: -0.129,
  change24h: 2.5,
  change7d: 12.3456,
  volume24h: 31_234_567_891.25,
  marketCap: 1_281_234_567_890,
  sparkline: [62594.123, 64502],
  symbol: 'BTC/USDT' as MarketSymbol,
  time: NOW,
};
const namedOf = ({ base, name, symbol, sparkline }: BoardRow): NamedCoin => ({
  base,
  name,
  ...(symbol ? { symbol } : {}),
  ...(sparkline ? { sparkline } : {}),
});
const stored = (rows: readonly BoardRow[], at: number): StoredBoard => ({
  state: {
    checkedAt: at,
    asOf: at,
    source: 'coingecko',
    feeds: {
      coingecko: {
        failures: 2,
        retryAt: at + 5_000,
        lastOkAt: at - 1,
        lastError: 'answered 500',
        lastErrorAt: at,
        calls: { count: 60, errorRate: 0.033, latencyMs: 812, lastLatencyMs: 640 },
      },
    },
    disagreements: [
      {
        symbol: 'BTC/USDT' as MarketSymbol,
        venue: 'binance',
        price: 60000,
        source: 'coingecko',
        sourcePrice: 64502.15,
        share: 0.075,
        since: at - 60_000,
      },
    ],
  },
  board: { asOf: at, source: 'coingecko', rows: rows.map((row) => ({ ...row, time: at - 90_000 })) },
  names: { writtenAt: at, sparklinesAt: at - 5, coins: rows.map(namedOf) },
});

test('what was stored is read again, as exactly as it is kept', async () => {
  const bare: BoardRow = { rank: 2, base: 'XYZ', name: 'Xyz', price: 0.00000012345678, time: NOW };
  const written = stored([bitcoin, bare], time);
  expect(await boards.save(written, true)).toBe(true);
  expect(await boards.state()).toEqual(written.state);
  const read = await boards.load();
  expect(read?.state).toEqual(written.state);
  expect(read?.names).toMatchObject({
    writtenAt: time,
    sparklinesAt: time - 5,
    coins: [{ base: 'BTC' }, { base: 'XYZ' }],
  });
  expect(read?.board).toEqual({
    asOf: time,
    source: 'coingecko',
    rows: [
      {
        ...bitcoin,
        change1h: -0.13,
        change7d: 12.35,
        volume24h: 31_230_000_000,
        marketCap: 1_281_000_000_000,
        sparkline: [62594, 64502],
        time: time - 90_000,
      },
      { ...bare, time: time - 90_000 },
    ],
  });
});

test('a late run overwrites neither the numbers nor the names of a newer one', async () => {
  expect(await boards.save(stored([bitcoin], time), true)).toBe(true);
  const late = stored([{ ...bitcoin, name: 'Old', price: 1 }], time - 1);
  expect(await boards.save(late, true)).toBe(false);
  // Not even of the same minute: the one that came first stays.
  expect(await boards.save(stored([{ ...bitcoin, name: 'Twin', price: 2 }], time), true)).toBe(false);
  expect((await boards.load())?.board?.rows).toMatchObject([{ name: 'Bitcoin', price: 64502.15 }]);
});

test('numbers without new names keep the names; a coin without one is called by its ticker', async () => {
  await boards.save(stored([bitcoin], time), true);
  const other: BoardRow = { ...bitcoin, rank: 2, base: 'NEW', name: 'New coin' };
  await boards.save(stored([{ ...bitcoin, price: 5 }, other], time + 60_000), false);
  expect((await boards.load())?.board?.rows).toMatchObject([
    { name: 'Bitcoin', price: 5, sparkline: [62594, 64502] },
    { base: 'NEW', name: 'NEW' },
  ]);
});

test('the job reads the names once, and again where another process has written later', async () => {
  const job = knowingNames(boards);
  await boards.save(stored([bitcoin], time), true);
  expect((await job.load())?.names?.coins).toMatchObject([{ name: 'Bitcoin' }]);
  const renamed = (name: string, at: number) => stored([{ ...bitcoin, name }], at);
  await boards.save(renamed('Of another process', time + 60_000), true);
  const kept = await job.load();
  expect(kept).toMatchObject({
    state: { checkedAt: time + 60_000 },
    names: { coins: [{ name: 'Bitcoin' }] },
  });
  expect(kept?.board?.rows).toMatchObject([{ name: 'Bitcoin', price: 64502.15 }]);
  expect(await job.save(renamed('Late', time + 60_000), true)).toBe(false);
  expect((await job.load())?.names?.coins).toMatchObject([{ name: 'Of another process' }]);
  await job.save(renamed('Mine', time + 120_000), true);
  expect((await job.load())?.names).toEqual(renamed('Mine', time + 120_000).names);
});

test('a run that brought nothing keeps the rows, and says when it was', async () => {
  const before = stored([bitcoin], time);
  await boards.save(before, true);
  await boards.save({ ...before, state: { ...before.state, checkedAt: time + 60_000 } }, false);
  const read = await boards.load();
  expect(read?.state.checkedAt).toBe(time + 60_000);
  expect(read?.board).toMatchObject({ asOf: time, rows: [{ base: 'BTC', time: time - 90_000 }] });
});

test('100 coins of random digits: the numbers take less than 4 kB, names and sparklines less than 32', async () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const rows = Array.from({ length: 100 }, (_, index): BoardRow => {
    const price = Number((random() * 10 ** Math.round(random() * 9 - 4)).toPrecision(6));
    const letters = () => String.fromCharCode(65 + Math.floor(random() * 26));
    const base = letters() + letters() + letters() + letters();
    return {
      ...bitcoin,
      rank: index + 1,
      base,
      name: `${base} of ${letters()}${letters()}${letters()}${letters()}${letters()}`,
      price,
      change1h: random() * 4 - 2,
      change24h: random() * 20 - 10,
      change7d: random() * 40 - 20,
      volume24h: random() * 1e10,
      marketCap: random() * 1e12,
      sparkline: Array.from({ length: 42 }, () => price * (1 + random() / 10)),
      symbol: `${base}/USDT` as MarketSymbol,
    };
  });
  await boards.save(stored(rows, time), true);
  const sizeOf = async (sk: string) => {
    const { Item } = await stores.client.send(
      new GetItemCommand({ TableName: TABLES.market, Key: { pk: { S: 'board' }, sk: { S: sk } } }),
    );
    return itemSize(Item ?? {});
  };
  expect(await sizeOf('numbers')).toBeLessThan(4_096);
  expect(await sizeOf('names')).toBeLessThan(32_768);
  expect((await boards.load())?.board?.rows).toHaveLength(100);
});
