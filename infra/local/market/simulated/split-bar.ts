import { type BarBlock, barBlock, type CountedBar, writeBar } from './bar-block.ts';
import { hash, normal, uniform } from './hash.ts';

export const PARTS = 60;
/** How far a part leaves its body, in deviations of a part, at most. */
const SHADOW = 0.8;

export interface SplitSettings {
  readonly seed: number;
  /** Layers of the hash from here on are this split's own: three of them. */
  readonly layer: number;
  /** Which bar it is, of its interval. */
  readonly index: number;
  /** Of the logarithm of the price within one part. */
  readonly deviation: number;
}

/** What is left to `left` parts of a whole: each gets one, and its share by weight of the rest. */
const shares = (whole: number, weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = whole - weights.length;
  const parts = weights.map((weight) => 1 + Math.floor((spare * weight) / total));
  const given = parts.reduce((sum, part) => sum + part, 0);
  parts[0] = (parts[0] ?? 0) + whole - given;
  return parts;
};

/**
 * Sixty bars that make up a bar exactly: they follow one another without a gap from its open to its close, inside its
 * high and low, each of which one of them reaches; their volumes add up. The volume must be at least sixty lots.
 */
export const splitBar = (whole: CountedBar, { seed, layer, index, deviation }: SplitSettings): BarBlock => {
  const inside = (price: number): number => Math.min(whole.high, Math.max(whole.low, price));
  const prices = [whole.open];
  for (let part = 1; part < PARTS; part += 1) {
    const last = prices[part - 1] ?? whole.open;
    const left = PARTS - part + 1;
    const noise = normal(hash(seed, layer, index * PARTS + part)) * deviation * Math.sqrt((left - 1) / left);
    prices.push(inside(Math.round(last + (whole.close - last) / left + last * noise)));
  }
  prices.push(whole.close);
  const top = prices.indexOf(Math.max(...prices));
  const bottom = prices.indexOf(Math.min(...prices));
  const volumes = shares(
    whole.volume,
    prices.slice(1).map((_, part) => -Math.log(1 - uniform(hash(seed, layer + 1, index * PARTS + part)))),
  );
  const bars = barBlock(PARTS);
  for (let part = 0; part < PARTS; part += 1) {
    const open = prices[part] ?? 0;
    const close = prices[part + 1] ?? 0;
    const shadows = hash(seed, layer + 2, index * PARTS + part);
    const above = Math.round(open * SHADOW * deviation * ((shadows & 0xffff) / 0x10000) ** 2);
    const below = Math.round(open * SHADOW * deviation * ((shadows >>> 16) / 0x10000) ** 2);
    // The bar that has the highest price is the one that reaches the high; the last price ends the last bar.
    const reachesHigh = part === Math.min(top, PARTS - 1);
    const reachesLow = part === Math.min(bottom, PARTS - 1);
    writeBar(bars, part, {
      open,
      close,
      high: reachesHigh ? whole.high : inside(Math.max(open, close) + above),
      low: reachesLow ? whole.low : inside(Math.min(open, close) - below),
      volume: volumes[part] ?? 0,
    });
  }
  return bars;
};
