import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../../shared/domain/market/path.ts';
import { randomOrders } from '../../oracle/generate.ts';
import type { GenerateOptions } from '../../oracle/generate-entry.ts';
import { wildBars, wildPrints } from '../../oracle/made-up.ts';
import { type OracleElement, type OracleOrder, runOracle } from '../../oracle/oracle.ts';
import { endOf } from '../../oracle/path.ts';
import { randomFrom } from '../../oracle/prng.ts';
import { hasRecorded, recordedBars, recordedPrints } from '../../oracle/recorded.ts';
import { type Passes, resultOf, runEngine, toElement } from './engine.ts';

/** Orders on each record; thousands: `ORACLE_ORDERS=3000 npx vitest run tests/unit/oracle/engine-equals-oracle`. */
const ORDERS = Number(process.env.ORACLE_ORDERS ?? 100);
const SEED = Number(process.env.ORACLE_SEED ?? 4711);

interface Scene {
  file: string;
  resolution: Resolution;
  tickSize: string;
  lotSize: string;
  /** Where in the record the orders are placed: from this element on, this many. */
  from: number;
  count: number;
  /** What amended exits are held against. */
  around: 'entry' | 'market';
}

const MINUTES = { resolution: '1m', count: 2_000 } as const;
const SCENES: Scene[] = [
  {
    ...MINUTES,
    file: 'replay-7d/BTCUSDT.1m.csv.gz',
    tickSize: '0.1',
    lotSize: '0.0001',
    from: 0,
    around: 'market',
  },
  {
    ...MINUTES,
    file: 'replay-7d/XRPUSDT.1m.csv.gz',
    tickSize: '0.0001',
    lotSize: '0.1',
    from: 3_000,
    around: 'entry',
  },
  // With real holes.
  {
    ...MINUTES,
    file: 'ohlcv-1m/coinbase-2018-04/BTCUSD.1m.csv.gz',
    tickSize: '0.01',
    lotSize: '0.0001',
    from: 0,
    around: 'market',
  },
  {
    file: 'ohlcv-1s/coinbase-2016-10/BTCUSD.1s.csv.gz',
    resolution: '1s',
    tickSize: '0.01',
    lotSize: '0.0001',
    from: 0,
    count: 3_000,
    around: 'market',
  },
  {
    file: 'trades/binance-spot-2024-08-08/BTCUSDT.trades.csv.gz',
    resolution: 'print',
    tickSize: '0.01',
    lotSize: '0.00001',
    from: 0,
    // Each pass reads the last five minutes again: here all that there is.
    count: 1_200,
    around: 'market',
  },
];

const pathOf = ({ file, resolution, from, count }: Scene): OracleElement[] => {
  const all: OracleElement[] =
    resolution === 'print' ? recordedPrints(file) : recordedBars(file, resolution === '1s' ? 1_000 : 60_000);
  return all.slice(from, from + count);
};

const optionsOf = ({ resolution, tickSize, lotSize, around }: Scene, every: boolean): GenerateOptions => ({
  tickSize,
  lotSize,
  makerRate: '0.004',
  takerRate: '0.006',
  amendAround: around,
  worth: [100, 20_000],
  reach: resolution === '1m' ? 1 : 0.1,
  every,
});

/** In one pass; in random passes with their look-back; and in those of them alone that the trigger indexes select. */
const passesOf = (nth: number, most: number): Passes => {
  const random = randomFrom(SEED + nth);
  if (nth % 6 === 0) return { next: () => Number.POSITIVE_INFINITY, byIndex: false };
  return { next: () => Math.round(random.log(1, most)), byIndex: nth % 6 > 1 };
};

/** Each order must have become the same, however the record was cut into passes. */
const compareAll = (
  orders: readonly OracleOrder[],
  path: readonly OracleElement[],
  resolution: Resolution,
  most: number,
): void => {
  const elements = path.map(toElement);
  const last = path.at(-1);
  const until = last ? endOf(last) : 0;
  for (const [nth, order] of orders.entries()) {
    const { mark: _, ...expected } = runOracle(order, path, until);
    const actual = resultOf(runEngine(order, elements, resolution, passesOf(nth, most)));
    expect(actual, `seed ${SEED}, order ${nth} ${JSON.stringify(order)}`).toEqual(expected);
  }
};

describe(`the engine against the brute-force oracle, seed ${SEED}, ${ORDERS} orders of every type on each record`, () => {
  for (const scene of SCENES) {
    const skips = !hasRecorded(scene.file);
    it.skipIf(skips)(
      `${scene.file} (skipped where the recorded data is absent)`,
      { timeout: 60_000 + ORDERS * 1_000 },
      () => {
        const path = pathOf(scene);
        const orders = [
          ...randomOrders(SEED, path, ORDERS, optionsOf(scene, true)),
          ...randomOrders(SEED + 1, path, Math.ceil(ORDERS / 4), optionsOf(scene, false)),
        ];
        compareAll(orders, path, scene.resolution, scene.resolution === 'print' ? 300 : 60);
      },
    );
  }

  /** Whole numbers, so that levels coincide; wide, so that shorts are liquidated. */
  const wild = {
    tickSize: '1',
    lotSize: '0.5',
    makerRate: '0.004',
    takerRate: '0.006',
    every: true,
  } as const;

  it('made-up minutes', { timeout: 60_000 + ORDERS * 1_000 }, () => {
    for (let n = 0; n < 10; n += 1) {
      const path = wildBars(randomFrom(SEED + n), 150);
      const options = { ...wild, worth: [100, 3_000], reach: 15, amendAround: 'market' } as const;
      compareAll(randomOrders(SEED + n, path, Math.ceil(ORDERS / 2), options), path, '1m', 20);
    }
  });

  it('made-up prints', { timeout: 60_000 + ORDERS * 1_000 }, () => {
    for (let n = 0; n < 5; n += 1) {
      const path = wildPrints(randomFrom(SEED + n), 300);
      const options = { ...wild, worth: [100, 3_000], reach: 5, amendAround: 'market' } as const;
      compareAll(randomOrders(SEED + n, path, Math.ceil(ORDERS / 2), options), path, 'print', 40);
    }
  });
});
