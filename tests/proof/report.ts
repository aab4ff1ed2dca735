import type { Comparison } from './compare.ts';

type Say = (line: string) => void;

/** Says what was compared and what differs; true where nothing does. */
export const reportComparison = (say: Say, name: string, comparison: Comparison): boolean => {
  const { differences, ...counts } = comparison;
  say(`${name}: ${JSON.stringify(counts)}`);
  for (const difference of differences.slice(0, 5)) say(`DIFFERENT ${difference}`);
  say(`${name}: ${counts.trades - differences.length} trades equal the oracle, ${differences.length} differ`);
  return differences.length === 0 && counts.trades > 0;
};

/** Says what is wrong; true where nothing is. */
export const reportFaults = (say: Say, name: string, faults: readonly string[]): boolean => {
  for (const fault of faults.slice(0, 5)) say(`WRONG ${fault}`);
  say(`${name}: ${faults.length === 0 ? 'in order' : `${faults.length} faults`}`);
  return faults.length === 0;
};
