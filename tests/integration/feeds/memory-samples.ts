import type { SampleStore } from '../../../shared/ports/venue.ts';

type Stored = Parameters<SampleStore['put']>[1][number];

/** Samples kept in memory, in the order of time, one for each moment. */
export const memorySamples = (): SampleStore & { readonly all: Stored[] } => {
  const all: Stored[] = [];
  return {
    all,
    put: async (_venue, samples) => {
      all.push(...samples);
    },
    since: async (_venue, symbol, from) =>
      all
        .filter((sample) => sample.symbol === symbol && sample.time >= from)
        .map(({ time, price }) => ({ time, price })),
  };
};
