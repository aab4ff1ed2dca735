import type { Minutes } from './candle.ts';

const OFFSETS = [0x811c9dc5, 0x9dc5811c] as const;
const PRIME = 0x01000193;

/** FNV-1a by words of 32 bits, its high bits mixed into the low ones. Of two words that differ the results do. */
const hashed = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, PRIME);
  return mixed ^ (mixed >>> 15);
};

/**
 * What minutes come to, as a short text: other minutes, another text (64 bits, against chance and not against malice). They are added in
 * order of time, in slices of any length. Four hundred days take some tens of milliseconds, for numbers are taken as their bits.
 */
export const minutesFingerprint = () => {
  let [traded, quiet]: [number, number] = [...OFFSETS];
  let count = 0;
  const numbers = new Float64Array(5);
  const words = new Uint32Array(numbers.buffer);
  return {
    add(minutes: Minutes): void {
      for (const { openTime, open, high, low, close, volume } of minutes.candles) {
        numbers[0] = openTime;
        numbers[1] = open;
        numbers[2] = high;
        numbers[3] = low;
        numbers[4] = close;
        for (const word of words) traded = hashed(traded, word);
        for (let index = 0; index < volume.length; index++) traded = hashed(traded, volume.charCodeAt(index));
      }
      for (const openTime of minutes.quiet) quiet = hashed(quiet, openTime / 60_000);
      count += minutes.candles.length + minutes.quiet.length;
    },
    text: (): string => [count, traded >>> 0, quiet >>> 0].map((part) => part.toString(36)).join('-'),
  };
};
