/** Murmur3's finalizer: each bit of the input changes each bit of the output with a chance near one half. */
const mix = (value: number): number => {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** 32 bits that depend on nothing but these three numbers: randomness at random access. */
export const hash = (seed: number, layer: number, index: number): number =>
  mix(mix(seed ^ Math.imul(layer + 1, 0x9e3779b1)) ^ Math.imul(index | 0, 0x27d4eb2f)) >>> 0;

/** FNV-1a over the text's code units, then mixed. */
export const hashText = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h) >>> 0;
};

/** 32 bits as a number in [0, 1). */
export const uniform = (bits: number): number => bits / 2 ** 32;

/** Standard deviation of the sum of four independent bytes. */
const SPREAD = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** 32 bits as a nearly normal number (mean 0, deviation 1, never beyond 3.45): the sum of its four bytes. */
export const normal = (bits: number): number =>
  ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) / SPREAD;
