import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Stores } from '../../fixtures/stores.ts';

export interface Units {
  read: number;
  write: number;
  transactions: number;
  /** Requests that were refused, and what they cost, is not among the units. */
  refused: number;
}

type Args = { input: Record<string, unknown> };
type Answer = { output: { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] } };
type Stack = {
  add(
    middleware: (
      next: (args: Args) => Promise<Answer>,
      context: { commandName?: string },
    ) => (args: Args) => Promise<Answer>,
    options: Readonly<Record<string, unknown>>,
  ): void;
};

/** Sums up what the database reports; unlike the meter of the benchmark it reads nothing besides, and so costs no time. */
export const countUnits = (stores: Stores) => {
  let units: Units | undefined;
  (stores.client.middlewareStack as unknown as Stack).add(
    (next, { commandName = '' }) =>
      async (args) => {
        const into = units;
        if (!into) return next(args);
        const isTransaction = commandName.startsWith('TransactWrite');
        try {
          const answer = await next({
            ...args,
            input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
          });
          const consumed = [answer.output.ConsumedCapacity ?? []].flat();
          const sum = consumed.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
          if (isTransaction) into.transactions += 1;
          if (/^(Get|BatchGet|Query|Scan)/.test(commandName)) into.read += sum;
          else into.write += sum;
          return answer;
        } catch (error) {
          into.refused += 1;
          throw error;
        }
      },
    { step: 'initialize', name: 'units', priority: 'high' },
  );
  return {
    async during(work: () => Promise<void>): Promise<Units> {
      const own: Units = { read: 0, write: 0, transactions: 0, refused: 0 };
      units = own;
      try {
        await work();
      } finally {
        units = undefined;
      }
      return own;
    },
  };
};
