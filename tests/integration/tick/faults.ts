import type { Stores } from '../../fixtures/stores.ts';

/** One call to DynamoDB as the fault sees it. */
export interface Call {
  /** From 1, since the fault was set. */
  readonly number: number;
  /** `TransactWriteItemsCommand`, ... */
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Carries the call out. */
  readonly send: () => Promise<unknown>;
}
type Fault = (call: Call) => Promise<unknown>;

type Stack = {
  add(
    middleware: (
      next: (args: { input: Record<string, unknown> }) => Promise<unknown>,
      context: { commandName?: string },
    ) => (args: { input: Record<string, unknown> }) => Promise<unknown>,
    options: Readonly<Record<string, unknown>>,
  ): void;
};

/** Puts a fault between the adapters and the emulator: outside the SDK's own retries, as what remains after them. */
export const installFaults = (stores: Stores) => {
  let fault: Fault | undefined;
  let number = 0;
  const underWay = new Set<Promise<unknown>>();
  (stores.client.middlewareStack as unknown as Stack).add(
    (next, context) => async (args) => {
      const send = () => {
        const sent = next(args);
        underWay.add(sent);
        const done = () => underWay.delete(sent);
        sent.then(done, done);
        return sent;
      };
      if (!fault) return send();
      number += 1;
      return fault({ number, command: context.commandName ?? '', input: args.input, send });
    },
    { step: 'initialize', name: 'fault', priority: 'high', override: true },
  );
  return {
    set(next: Fault | undefined) {
      fault = next;
      number = 0;
    },
    /** Until what was sent has been answered. */
    async settled() {
      await Promise.allSettled([...underWay]);
    },
  };
};
export type Faults = ReturnType<typeof installFaults>;

const named = (name: string, more: object = {}) =>
  Object.assign(new Error(`injected: ${name}`), { name }, more);

/** The process dies at its nth call, before or after it is carried out: nothing that follows is sent. */
export const crashAt = (n: number, when: 'before' | 'after'): Fault => {
  let dead = false;
  return async ({ number, send }) => {
    if (dead || (number === n && when === 'before')) {
      dead = true;
      throw named('Crash');
    }
    if (number === n) {
      dead = true;
      await send();
      throw named('Crash');
    }
    return send();
  };
};

const isWrite = (command: string) => command.startsWith('TransactWrite');

/** The first transactions are carried out, but their answers are lost. */
export const losingAnswers = (count: number): Fault => {
  let left = count;
  return async ({ command, send }) => {
    const answer = await send();
    if (isWrite(command) && left-- > 0) throw named('TimeoutError');
    return answer;
  };
};

/** The first transactions are cancelled for this reason, given for their first action. */
export const cancelling = (code: string, count: number): Fault => {
  let left = count;
  return async ({ command, input, send }) => {
    if (!isWrite(command) || left-- <= 0) return send();
    const actions = (input.TransactItems as unknown[]).map((_, index) => ({
      Code: index === 0 ? code : 'None',
    }));
    throw named('TransactionCanceledException', { CancellationReasons: actions });
  };
};

/** The first transactions are refused as a whole. */
export const refusing = (name: string, count: number): Fault => {
  let left = count;
  return async ({ command, send }) => {
    if (isWrite(command) && left-- > 0) throw named(name);
    return send();
  };
};
