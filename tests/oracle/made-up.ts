import type { Random } from './prng.ts';
import type { OracleBar, OraclePrint } from './types.ts';

const MINUTE = 60_000;

/** A wild market in whole numbers, where levels coincide, gaps are wide and many a minute has no volume. */
export function wildBars(random: Random, count: number): OracleBar[] {
  let last = 100;
  return Array.from({ length: count }, (_, n) => {
    const open = near(random, last, random.chance(0.3) ? 20 : 0);
    const close = near(random, open, 8);
    last = close;
    const high = Math.max(open, close) + random.int(0, 6);
    const low = Math.max(1, Math.min(open, close) - random.int(0, 6));
    return {
      // Here and there a minute is missing.
      openTime: (n + Math.floor(n / 50)) * MINUTE,
      closeTime: (n + Math.floor(n / 50) + 1) * MINUTE - 1,
      ...texts({ open, high, low, close }),
      volume: String(random.chance(0.2) ? 0 : random.int(1, 30)),
    };
  });
}

/** Executions in whole numbers, several of which share a millisecond. */
export function wildPrints(random: Random, count: number): OraclePrint[] {
  let [time, price] = [0, 100];
  return Array.from({ length: count }, (_, id) => {
    time += random.chance(0.4) ? 0 : random.int(1, 2_000);
    price = near(random, price, 3);
    return { time, price: String(price), quantity: String(random.int(1, 12) / 2), id };
  });
}

const near = (random: Random, price: number, most: number): number =>
  Math.min(400, Math.max(10, price + random.int(-most, most)));

const texts = <Name extends string>(values: Record<Name, number>): Record<Name, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])) as Record<
    Name,
    string
  >;
