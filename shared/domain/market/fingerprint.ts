import type { Minutes } from './candle.ts';

const OFFSETS = [0x811c9dc5, 0x9dc5811c] as const;
const PRIME = 0x01000193;

/** FNV-1a of 32 bits, from an offset on. */
const hashed = (offset: number, text: string): number => {
  let hash = offset;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME) >>> 0;
  return hash;
};

/**
 * What minutes come to, as a short text: other minutes, another text (64 bits, against chance and not against malice). They are added in
 * order of time, in slices of any length.
 */
export const fingerprint = () => {
  let [traded, quiet]: [number, number] = [...OFFSETS];
  let count = 0;
  return {
    add(minutes: Minutes): void {
      for (const { openTime, open, high, low, close, volume } of minutes.candles)
        traded = hashed(traded, `${openTime} ${open} ${high} ${low} ${close} ${volume};`);
      for (const openTime of minutes.quiet) quiet = hashed(quiet, `${openTime};`);
      count += minutes.candles.length + minutes.quiet.length;
    },
    text: (): string => [count, traded, quiet].map((part) => part.toString(36)).join('-'),
  };
};
