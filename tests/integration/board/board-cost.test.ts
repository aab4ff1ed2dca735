import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { boardStore, knowingNames } from '../../../shared/adapters/dynamodb/board-store.ts';
import { listingStore } from '../../../shared/adapters/dynamodb/listing-store.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { listMarkets } from '../../../shared/application/read-board.ts';
import { type BoardJobPorts, refreshBoard } from '../../../shared/application/refresh-board.ts';
import type { BoardCoin } from '../../../shared/domain/market/board.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import type { Usage } from '../../benchmark/capacity/usage.ts';
import { MEASURED } from '../../benchmark/cost/lines.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { BTC } from '../feeds/symbols.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-20T00:00:00Z');
let stores: Stores;
let meter: Meter;
let ports: BoardJobPorts;
beforeAll(async () => {
  stores = await startStores();
  meter = attachMeter(stores.client, dynamodbClient(stores.endpoint));
  // What is listed is asked each five minutes, and counted by the hour; nothing listed would be asked each time.
  const listings = listingStore(stores.client, TABLES.market);
  await listings.put({ venue: 'binance', at: START, instruments: [] });
  ports = {
    boards: knowingNames(boardStore(stores.client, TABLES.market)),
    market: marketStore(stores.client, TABLES.market),
    listings,
    sources: [{ id: 'coingecko', coins: async () => coins }],
    settings: {
      feeds: ['binance', 'coinbase', 'coingecko'],
      symbols: [BTC],
      tickSeconds: 10,
      priceBound: 0.2,
      quoteStaleMs: 60_000,
      disagreementBound: 0.02,
    },
    elapsed: () => 0,
    report: () => {},
  };
});
afterAll(() => stores.stop());

let seed = 7;
const random = (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};
/** A hundred coins of as many digits as CoinGecko writes. */
const coins = Array.from({ length: 100 }, (_, index): BoardCoin => {
  const price = Number((random() * 10 ** Math.round(random() * 9 - 4)).toPrecision(6));
  return {
    base: `C${index}${index % 7}`,
    name: `Some coin of the name ${index}`,
    price,
    change1h: random() * 4 - 2,
    change24h: random() * 20 - 10,
    change7d: random() * 40 - 20,
    volume24h: 1e9 * random(),
    marketCap: 1e12 * random(),
    sparkline: Array.from({ length: 42 }, () => price * (1 + random() / 10)),
    time: START,
  };
});

/** The dearer of what the emulator says and AWS's rules. */
const unitsOf = ({ reported, computed }: Usage) => ({
  read: Math.max(reported.read, computed.read),
  write: Math.max(reported.write, computed.write),
});
const run = async (minute: number) =>
  unitsOf(await meter.measure(() => refreshBoard(ports, START + minute * MINUTE)));

test('a run costs what the cost page says, and its first of an hour too', async () => {
  const first = await run(0);
  expect(first.write).toBeGreaterThan(2);
  expect(first.write).toBeLessThanOrEqual(MEASURED.board.write + MEASURED.boardNames.write);
  const usual = await run(1);
  expect(usual.write).toBe(MEASURED.board.write);
  expect(usual.read).toBe(MEASURED.board.read + MEASURED.boardStates.read);
});

test('looking at it costs at most three read units, whatever the number of coins', async () => {
  const { settings, boards } = ports;
  const look = () => listMarkets({ boards, settings }, { sort: 'rank', limit: 100 }, START);
  expect((await look()).items).toHaveLength(100);
  const { read } = unitsOf(await meter.measure(look));
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThanOrEqual(3);
});
