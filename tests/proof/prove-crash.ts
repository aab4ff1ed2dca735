import { isDeepStrictEqual } from 'node:util';
import { comparableTrades } from './books.ts';
import { type CrashOptions, runCrash } from './crash.ts';
import { reportComparison, reportFaults } from './report.ts';

/** The same orders with and without crashes and faults: every trade, fill and balance must be equal. */
export const proveCrash = async (say: (line: string) => void, options: CrashOptions): Promise<boolean> => {
  const calm = await runCrash({ ...options, kills: 0 });
  const calmEqual = reportComparison(say, 'undisturbed', calm.comparison);
  const wild = await runCrash(options);
  const wildEqual = reportComparison(say, 'disturbed', wild.comparison);
  say(`disturbed by ${JSON.stringify(wild.disturbed)}`);

  const before = comparableTrades(calm.books);
  const after = comparableTrades(wild.books);
  const unequal = Object.keys({ ...before, ...after }).filter(
    (id) => !isDeepStrictEqual(before[id], after[id]),
  );
  const trades = reportFaults(
    say,
    'trades of both runs',
    unequal.map((id) => `${id}: ${JSON.stringify(before[id])} and ${JSON.stringify(after[id])}`),
  );
  const balances = reportFaults(
    say,
    'balances of both runs',
    ['realizedPnl', 'fees', 'fillCount'].filter(
      (name) => String(calm.books.account?.[name]) !== String(wild.books.account?.[name]),
    ),
  );
  const books = reportFaults(say, 'books', [...calm.booksWrong, ...wild.booksWrong]);
  const killed = wild.disturbed.kills === options.kills;
  if (!killed) say(`only ${wild.disturbed.kills} of ${options.kills} kills happened`);
  return calmEqual && wildEqual && trades && balances && books && killed;
};
