/** So many minutes of a batch are remembered: those that a look-back of five minutes touches, and a few for overlapping ticks. */
const KEPT = 10;

/**
 * What this process knows to be stored of the last minutes, so that reading them again each tick costs nothing. Only a
 * memory: who finds nothing here reads the table.
 */
export const writtenMinutes = () => {
  const batches = new Map<number, Map<number, Map<string, string>>>();
  return {
    of: (batch: number, openTime: number, market: string): string | undefined =>
      batches.get(batch)?.get(openTime)?.get(market),

    note(batch: number, openTime: number, market: string, text: string): void {
      const minutes = batches.get(batch) ?? new Map<number, Map<string, string>>();
      batches.set(batch, minutes);
      const markets = minutes.get(openTime) ?? new Map<string, string>();
      minutes.set(openTime, markets.set(market, text));
      if (minutes.size > KEPT) minutes.delete(Math.min(...minutes.keys()));
    },
  };
};
