import type { Prices } from './prices.ts';
import type { Random } from './prng.ts';
import type { OracleElement, OracleEntry } from './types.ts';

export interface GenerateOptions {
  tickSize: string;
  makerRate: string;
  takerRate: string;
  /** Default 0.001. */
  lotSize?: string;
  /** One of these per order; default 0, 0, 1, 5 and 25. */
  slippageBps?: readonly number[];
  /**
   * What an amended exit stays on its side of. `entry` (default): a long's stop below its entry, its target above,
   * always valid. `market`: the price at that moment, so that stops also move into profit; both exits are named then.
   */
  amendAround?: 'entry' | 'market';
  /** Every order type of section 9 and every command; otherwise plain brackets. */
  every?: boolean;
  /** Scales all distances of prices; default 1, for records of days. */
  reach?: number;
  /** Of a target, at least, in lots; default 1. */
  leastLots?: number;
  /** Notional of an order, from and to; default 50 to 5,000. */
  worth?: readonly [number, number];
}

/** Where an order stands: what its exits and amendments are made around. */
export interface Place {
  random: Random;
  prices: Prices;
  path: readonly OracleElement[];
  index: number;
  options: GenerateOptions;
  lotSize: string;
}

/** The prices at which the entry may fill: a long's stop loss lies below, its targets above. */
export function referenceOf(entry: OracleEntry, known: readonly number[]): number[] {
  const around = 'limit' in entry ? [entry.limit] : [];
  if ('stop' in entry) around.push(entry.stop);
  if (entry.type === 'oco') around.push(entry.stopLimit ?? entry.stop);
  return around.length > 0 ? around.map(Number) : [...known];
}

export function randomEntry(random: Random, prices: Prices, known: readonly number[]): OracleEntry {
  const type = random.pick(['market', 'limit', 'stop', 'stop_limit'] as const);
  if (type === 'market') return { type };
  if (type === 'limit') {
    // Mostly waiting; sometimes marketable at once.
    return {
      type,
      limit: random.chance(0.8) ? prices.against(known, 0.01) : prices.along(known, 0.01),
    };
  }
  const stop = prices.along(known, 0.01);
  if (type === 'stop') return { type, stop };
  return { type, stop, limit: limitBehind(random, prices, stop) };
}

/** Mostly a limit beyond the stop (fills at the trigger); sometimes before it (rests after the trigger). */
export function limitBehind(random: Random, prices: Prices, stop: string): string {
  const near = [Number(stop)];
  return random.chance(0.7) ? prices.along(near, 0.005) : prices.against(near, 0.005);
}
