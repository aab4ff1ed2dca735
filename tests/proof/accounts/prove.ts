import { reportFaults } from '../report.ts';
import { type AccountsOptions, runAccounts } from './run.ts';

/** Thousands of operations under upheaval: every book balances to the last digit, and nothing hangs loose. */
export const proveAccounts = async (
  say: (line: string) => void,
  options: AccountsOptions,
): Promise<boolean> => {
  let said = 0;
  const progress = (done: number) => {
    if (done < said + 500) return;
    said = done;
    say(`${done} operations`);
  };
  const { wrong, ...run } = await runAccounts({ progress, ...options });
  say(`seed ${options.seed}: ${JSON.stringify(run)}`);
  return reportFaults(say, 'books', wrong) && run.fills > 0;
};
