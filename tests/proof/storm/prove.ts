import { reportFaults } from '../report.ts';
import { runStorm, type Storm, type StormOptions } from './run.ts';

const line = ({ name, tickSeconds, seconds, settled, transactions, read, write }: Storm): string =>
  [
    name.padEnd(32),
    `tick ${tickSeconds.toFixed(2)} s`,
    `all ${seconds.toFixed(1)} s`,
    `${Math.round(settled / seconds)} trades a second`,
    `${transactions} transactions`,
    `${read.toFixed(1)} RCU`,
    `${write} WCU, ${(write / settled).toFixed(2)} a trade`,
  ].join(' | ');

/** Every stop of one symbol at once: none lost, none twice, the books of every account in order. */
export const proveStorm = async (say: (line: string) => void, options: StormOptions): Promise<boolean> => {
  const storms = await runStorm(say, options);
  for (const storm of storms) say(line(storm));
  // The other symbol's trade is settled beside them.
  const expected = options.accounts * options.each + 1;
  return storms
    .map((storm) => {
      const isAll = storm.settled === expected;
      if (!isAll) say(`WRONG ${storm.name}: ${storm.settled} settled instead of ${expected}`);
      return reportFaults(say, storm.name, storm.wrong) && isAll;
    })
    .every((isRight) => isRight);
};
