import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { type Faults, installFaults, losingAnswers } from '../tick/faults.ts';
import { at, type Row, snapshot } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

const USERS = ['u1', 'u2'] as const;
const ACCOUNTS = ['main', 'second'] as const;
const ROUNDS = 12;

/** A price that swings widely, so that entries, exits and liquidations fire. */
const SWINGING = Array.from({ length: 60 }, (_, minute): Row => {
  const price = (n: number) =>
    Math.round((100 + 45 * Math.sin(n * 0.9) + 20 * Math.sin(n * 2.3)) * 100) / 100;
  const [open, close] = [price(minute), price(minute + 1)];
  return [open, Math.max(open, close) + 3, Math.min(open, close) - 3, close];
});

const amount = fc.integer({ min: 1, max: 400_000_000 }).map((units) => (units / 10_000).toFixed(4));
const level = fc.integer({ min: 3_000, max: 17_000 }).map((cents) => (cents / 100).toFixed(2));
const quantity = fc.integer({ min: 20, max: 60_000 }).map((lots) => (lots / 1000).toFixed(3));

const seldom = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });

const operation = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('deposits', 'withdrawals'), amount }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      quantity,
      direction: fc.constantFrom('long', 'short'),
      entry: fc.oneof(
        fc.constant({ type: 'market' }),
        level.map((limit) => ({ type: 'limit', limit })),
        level.map((stop) => ({ type: 'stop', stop })),
      ),
      stopLoss: seldom(level),
      takeProfit: seldom(level),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('cancel', 'close'), which: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), amount, which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const), dice: fc.nat(3) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  userId: fc.constantFrom(...USERS),
  account: fc.constantFrom(...ACCOUNTS),
  operation,
});
/** What happens at once, minute by minute. */
const life = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: ROUNDS });

describe('books under random operations, many at once, with answers that get lost', () => {
  let stores: Stores;
  let faults: Faults;
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  afterAll(() => stores.stop());

  const run = async (books: Books, minute: number, userId: string, account: string, asked: Operation) => {
    const more = { userId, now: at(minute) + 1 };
    const path = `/v1/accounts/${account}`;
    switch (asked.kind) {
      case 'deposits':
      case 'withdrawals':
        return books.post(`${path}/${asked.kind}`, { amount: asked.amount }, more);
      case 'repeat':
        return books.post(
          `${path}/deposits`,
          { amount: asked.amount, clientEntryId: `r${asked.which}` },
          more,
        );
      case 'trade': {
        const { kind: _, ...plan } = asked;
        return books.post('/v1/trades', { symbol: 'BTC/USDT', accountId: account, ...plan }, more);
      }
      case 'reset':
        return asked.dice === 0 ? books.post(`${path}/reset`, undefined, more) : undefined;
      case 'cancel':
      case 'close': {
        const { items } = (await books.ask({ path: '/v1/trades', userId })).json as {
          items: { id: string }[];
        };
        const id = items[asked.which % Math.max(1, items.length)]?.id;
        if (id === undefined) return undefined;
        return asked.kind === 'close'
          ? books.post(`/v1/trades/${id}/close`, undefined, more)
          : books.ask({ method: 'DELETE', path: `/v1/trades/${id}`, ...more });
      }
    }
  };

  it('balance to the last digit, in every account and every archived book', async () => {
    const seen = { fills: 0, refused: 0, archived: 0 };
    await fc.assert(
      fc.asyncProperty(life, async (rounds) => {
        faults.set(undefined);
        const books = await startBooks(stores, SWINGING);
        await stores.addUser('u2', { cash: 20_000, deposits: 20_000 });
        for (const userId of USERS)
          await books.post('/v1/accounts', { id: 'second', name: 'x', openingBalance: '3000' }, { userId });
        faults.set(losingAnswers(7));
        let minute = 6;
        for (const round of rounds) {
          const [answers] = await Promise.all([
            Promise.allSettled(
              round.map(({ userId, account, operation: asked }) =>
                run(books, minute, userId, account, asked),
              ),
            ),
            books.tickAt(at(minute)),
          ]);
          for (const answer of answers)
            if (answer.status === 'fulfilled' && answer.value) {
              expect([answer.value.status, answer.value.text]).toSatisfy(
                ([status]) => status < 500 || status === 503,
              );
              if (answer.value.status === 422 || answer.value.status === 409) seen.refused += 1;
            }
          minute += 1;
        }
        faults.set(undefined);
        await books.ticks(minute, minute + 2);
        const accounts = ((await snapshot(stores)).users ?? []).filter(({ sk }) =>
          String(sk).startsWith('account#'),
        );
        for (const { userId, accountId } of accounts) {
          const [id, number = '1'] = String(accountId).split('#');
          const audited = await books.ask({
            path: `/v1/accounts/${id}/audit`,
            query: { book: String(Number(number)) },
            userId: String(userId),
          });
          expect(audited.json).toMatchObject({ balanced: true, conclusive: true, differences: [] });
          const { account } = audited.json as { account: { fillCount: number; status: string } };
          seen.fills += account.fillCount;
          if (account.status === 'closed') seen.archived += 1;
        }
        for (const userId of USERS)
          for (const account of ACCOUNTS) expect(await books.imbalance(userId, account)).toBe('0');
        await books.close();
      }),
      { numRuns: 25 },
    );
    // It has been busy.
    expect(seen.fills).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(10);
    expect(seen.archived).toBeGreaterThan(0);
  }, 240_000);
});
