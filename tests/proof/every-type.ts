import type { GenerateOptions } from '../oracle/generate-entry.ts';

/** Orders of every type, as the exchange takes them: targets worth five dollars at least, exits beyond the market. */
export const EVERY_TYPE = {
  every: true,
  amendAround: 'market',
  worth: [100, 3_000],
  leastLots: 40,
} as const satisfies Partial<GenerateOptions>;
