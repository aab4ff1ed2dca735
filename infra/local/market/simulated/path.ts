import { hash, normal, uniform } from './hash.ts';
import { trendAt } from './trend.ts';

/** Anchors lie 2^20 seconds (12 days) apart; the path between two of them is halved 20 times, down to the second. */
const ANCHOR_LEVEL = 20;
/** A block, the unit that is computed and kept at once, is 2^10 seconds (17 minutes). */
const BLOCK_LEVEL = 10;
export const BLOCK_SECONDS = 2 ** BLOCK_LEVEL;

/** How unevenly a span's variance falls on its halves: what makes calm and wild times, at every scale. */
const UNEVENNESS = 0.35;
/** Offset of the hash layers that split variance, apart from those that move the price. */
const VARIANCE_LAYERS = 40;

export interface PathSettings {
  readonly seed: number;
  /** Logarithm of the price that the market returns to. */
  readonly logBase: number;
  /** Mean variance of the logarithm of the price per second. */
  readonly variance: number;
}

export interface PathBlock {
  /** Logarithm of the price at each second's start, and at the block's end. */
  readonly logPrice: Float64Array;
  /** Each second's share of the variance. */
  readonly variance: Float64Array;
}

const shareOfFirstHalf = (seed: number, level: number, index: number): number =>
  0.5 + UNEVENNESS * (uniform(hash(seed, VARIANCE_LAYERS + level, index)) - 0.5);

/** Where a Brownian bridge of this variance is when this share of its time has passed. */
const between = (left: number, right: number, share: number, variance: number, bits: number): number =>
  left + (right - left) * share + Math.sqrt(variance * share * (1 - share)) * normal(bits);

interface Span {
  readonly left: number;
  readonly right: number;
  readonly variance: number;
}

/** From the anchors down to the block: its ends, and the variance that falls to it. */
const spanOf = ({ seed, logBase, variance }: PathSettings, block: number): Span => {
  const anchor = Math.floor(block / 2 ** (ANCHOR_LEVEL - BLOCK_LEVEL));
  let left = logBase + trendAt(seed, anchor);
  let right = logBase + trendAt(seed, anchor + 1);
  let total = variance * 2 ** ANCHOR_LEVEL;
  for (let level = ANCHOR_LEVEL; level > BLOCK_LEVEL; level -= 1) {
    const index = Math.floor(block / 2 ** (level - BLOCK_LEVEL));
    const share = shareOfFirstHalf(seed, level, index);
    const middle = between(left, right, share, total, hash(seed, level, index));
    const inFirstHalf = Math.floor(block / 2 ** (level - BLOCK_LEVEL - 1)) % 2 === 0;
    if (inFirstHalf) right = middle;
    else left = middle;
    total *= inFirstHalf ? share : 1 - share;
  }
  return { left, right, variance: total };
};

/** The logarithm of the price at a second's start: the same as in its block, for the cost of twenty halvings. */
export const logPriceAt = (settings: PathSettings, second: number): number => {
  const { seed } = settings;
  const block = Math.floor(second / BLOCK_SECONDS);
  let { left, right, variance } = spanOf(settings, block);
  let start = block * BLOCK_SECONDS;
  for (let level = BLOCK_LEVEL; second > start; level -= 1) {
    const half = 2 ** (level - 1);
    const index = start / (2 * half);
    const share = shareOfFirstHalf(seed, level, index);
    const middle = between(left, right, share, variance, hash(seed, level, index));
    if (second < start + half) {
      right = middle;
      variance *= share;
    } else {
      left = middle;
      variance *= 1 - share;
      start += half;
    }
  }
  return left;
};

/**
 * The price's path as Brownian motion in a random trading time (Mandelbrot's multifractal model): each span's variance
 * is divided unevenly between its halves, and the price in the middle deviates from the bridge between the ends as that
 * division says. What is drawn for a span depends on its place alone, so any second of any year costs ten
 * halvings and its block, and is the same whatever was asked before.
 */
export const pathBlock = (settings: PathSettings, block: number): PathBlock => {
  const { seed } = settings;
  const ends = spanOf(settings, block);
  const logPrice = new Float64Array(BLOCK_SECONDS + 1);
  const variance = new Float64Array(BLOCK_SECONDS);
  logPrice[0] = ends.left;
  logPrice[BLOCK_SECONDS] = ends.right;
  variance[0] = ends.variance;
  for (let level = BLOCK_LEVEL; level > 0; level -= 1) {
    const span = 2 ** level;
    for (let at = 0; at < BLOCK_SECONDS; at += span) {
      const index = (block * BLOCK_SECONDS + at) / span;
      const share = shareOfFirstHalf(seed, level, index);
      const left = logPrice[at] ?? 0;
      const right = logPrice[at + span] ?? 0;
      const whole = variance[at] ?? 0;
      const middle = at + span / 2;
      logPrice[middle] = between(left, right, share, whole, hash(seed, level, index));
      variance[at] = whole * share;
      variance[middle] = whole * (1 - share);
    }
  }
  return { logPrice, variance };
};
