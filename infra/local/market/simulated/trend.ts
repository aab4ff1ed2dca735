import { hash, normal } from './hash.ts';

/** Layers of the hash, far from those of the path's levels. */
const YEARLY = 101;
const QUARTERLY = 102;
const OWN = 103;

/** Smooth noise: a normal number at each whole x, eased between them. */
const smooth = (seed: number, layer: number, x: number): number => {
  const left = Math.floor(x);
  const t = x - left;
  const ease = t * t * (3 - 2 * t);
  return normal(hash(seed, layer, left)) * (1 - ease) + normal(hash(seed, layer, left + 1)) * ease;
};

/**
 * How far the logarithm of the price is from its base at an anchor, twelve days apart: bull and bear markets over
 * years and quarters. It returns to the base, so that a bitcoin stays worth about a bitcoin in every year.
 */
export const trendAt = (seed: number, anchor: number): number =>
  0.22 * smooth(seed, YEARLY, anchor / 32) +
  0.1 * smooth(seed, QUARTERLY, anchor / 8) +
  0.08 * normal(hash(seed, OWN, anchor));
