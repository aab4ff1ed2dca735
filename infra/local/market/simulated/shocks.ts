import { hash, normal, uniform } from './hash.ts';
import { BLOCK_SECONDS } from './path.ts';

const JUMP = 201;
const JUMP_SIZE = 202;
const JUMP_KIND = 203;
const WICK = 211;
const WICK_SIZE = 212;

/** At most one jump in each 2^13 seconds (2.3 hours), in three of four. */
const JUMP_SPAN = 2 ** 13;
const JUMP_CHANCE = 0.75;
/** At most one long wick in each block of 17 minutes, in one of three. */
const WICK_CHANCE = 1 / 3;

export interface Jump {
  /** The second of the bar it happens in. */
  readonly second: number;
  /** Of the logarithm of the price. */
  readonly size: number;
  /** True where it happens between two bars; otherwise inside its bar. */
  readonly gap: boolean;
}

const jumpOf = (seed: number, span: number): Jump | undefined => {
  const chance = uniform(hash(seed, JUMP, span));
  if (chance >= JUMP_CHANCE) return undefined;
  const size = normal(hash(seed, JUMP_SIZE, span));
  const kind = hash(seed, JUMP_KIND, span);
  return {
    second: span * JUMP_SPAN + Math.floor((chance / JUMP_CHANCE) * JUMP_SPAN),
    // 0.2 % and more: smaller ones would drown in the noise.
    size: Math.sign(size) * (0.002 + 0.003 * Math.abs(size)),
    gap: kind % 2 === 0,
  };
};

/** The jumps that a block of the path feels: each fades over the span after it, so that none has to be summed up. */
export const jumpsAt = (seed: number, firstSecond: number): readonly Jump[] => {
  const span = Math.floor(firstSecond / JUMP_SPAN);
  return [jumpOf(seed, span - 1), jumpOf(seed, span)].filter((jump) => jump !== undefined);
};

export const jumpsIn = (jumps: readonly Jump[], second: number): boolean => {
  for (const jump of jumps) if (jump.second === second) return true;
  return false;
};

const left = (jump: Jump, second: number): number =>
  jump.size * Math.max(0, 1 - (second - jump.second) / JUMP_SPAN);

/** What the jumps add to the logarithm of the price at a second's open. */
export const atOpen = (jumps: readonly Jump[], second: number): number => {
  let sum = 0;
  for (const jump of jumps)
    if (jump.second < second || (jump.gap && jump.second === second)) sum += left(jump, second);
  return sum;
};

/** What the jumps add to the logarithm of the price at a second's close. */
export const atClose = (jumps: readonly Jump[], second: number): number => {
  let sum = 0;
  for (const jump of jumps) if (jump.second <= second) sum += left(jump, second + 1);
  return sum;
};

export interface Wick {
  /** Seconds after the block's start. */
  readonly offset: number;
  /** Share of the price; positive above the bar's body, negative below it. */
  readonly size: number;
}

export const wickOf = (seed: number, block: number): Wick | undefined => {
  const chance = uniform(hash(seed, WICK, block));
  if (chance >= WICK_CHANCE) return undefined;
  const size = normal(hash(seed, WICK_SIZE, block));
  return {
    offset: Math.floor((chance / WICK_CHANCE) * BLOCK_SECONDS),
    size: Math.sign(size) * (0.001 + 0.003 * Math.abs(size)),
  };
};
