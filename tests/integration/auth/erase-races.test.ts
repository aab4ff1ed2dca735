import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookCash } from '../../../shared/application/book-cash.ts';
import { closeTrade } from '../../../shared/application/command-trade.ts';
import { createAccount } from '../../../shared/application/manage-accounts.ts';
import { resetAccount } from '../../../shared/application/reset-account.ts';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { createWatchlist } from '../../../shared/application/watchlists.ts';
import { money, price, rate } from '../../../shared/domain/money/decimal.ts';
import { type AuthLab, authLab } from '../../fixtures/auth-lab.ts';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import { findOrphans } from '../../fixtures/orphans.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { randomFrom } from '../../oracle/prng.ts';
import { crashAt, type Faults, installFaults } from '../tick/faults.ts';

const MINUTE = 60_000;
const START = Date.UTC(2025, 4, 5);
const at = (minute: number) => START + minute * MINUTE;
const QUIET = [100, 101, 99, 100] as const;
const LIVELY = [100, 111, 89, 100] as const;
const SERIES = Array.from({ length: 400 }, (_, minute) => (minute % 4 < 2 ? QUIET : LIVELY));
const settings = { name: 'x', makerRate: rate('0.006'), takerRate: rate('0.006'), slippageBps: 0 };

/** Erasing a person while everything else goes on, and while it breaks. */
describe('erasing a user', () => {
  let lab: Lab;
  let auth: AuthLab;
  let faults: Faults;
  let minute = 6;
  beforeAll(async () => {
    lab = await startLab({ market: scriptedMarket(START, { 'BTC/USDT': SERIES }), now: at(5) });
    faults = installFaults(lab.stores);
    auth = authLab(lab.stores);
    await lab.tickAt(at(5));
  });
  afterAll(() => lab.stop());

  const newKey = (userId: string, name: string) =>
    auth.ask({ method: 'POST', path: '/v1/api-keys', body: { name, scopes: ['read'] }, ...auth.as(userId) });
  /** With keys, a second account, a deposit, trades that wait and trades that are open. */
  const person = async (userId: string): Promise<string[]> => {
    await auth.ports.users.create({ userId, totp: false });
    for (const name of ['laptop', 'phone']) await newKey(userId, name);
    const now = at(minute);
    await createAccount(lab.requests, {
      userId,
      now,
      accountId: 'second',
      settings,
      openingBalance: money('9'),
    });
    await createWatchlist(lab.requests, { userId, now, name: 'x', symbols: [BTC] });
    await bookCash(lab.requests, {
      userId,
      accountId: 'main',
      kind: 'deposit',
      amount: money('5'),
      clientEntryId: 'd',
      now,
    });
    const trades = [
      await lab.open(now, { entry: { type: 'market' } }, userId),
      await lab.open(
        now,
        { entry: { type: 'limit', limit: price('90') }, exits: { takeProfit: price('110') } },
        userId,
      ),
      await lab.open(now, { entry: { type: 'limit', limit: price('50') } }, userId),
    ];
    minute += 2;
    await lab.tickAt(at(minute));
    return trades.map(({ id }) => id);
  };
  const erase = (userId: string) => auth.ports.users.erase(userId, () => true);
  const orphans = () => findOrphans(lab.stores.endpoint);

  test('that breaks off at any request leaves what the next call finishes', async () => {
    let broken = 0;
    for (let n = 1; n < 60; n++)
      for (const when of ['before', 'after'] as const) {
        const userId = `crash-${n}-${when}`;
        await person(userId);
        faults.set(crashAt(n, when));
        const ended = await erase(userId).then(
          () => true,
          () => false,
        );
        await faults.settled();
        faults.set(undefined);
        if (!ended) broken++;
        // A tick meets what is left of the person in between.
        minute += 2;
        await lab.tickAt(at(minute));
        expect(await erase(userId)).toBe(true);
        expect(await orphans()).toEqual([]);
        if (ended) {
          expect(broken).toBeGreaterThan(20);
          return;
        }
      }
    throw new Error('erasing never ended');
  }, 240_000);

  test('leaves nothing of what goes on at the same moment', async () => {
    const random = randomFrom(7);
    for (let round = 0; round < 12; round++) {
      const userId = `busy-${round}`;
      const ids = await person(userId);
      faults.set(async ({ send }) => {
        await new Promise((resolve) => setTimeout(resolve, random.next() * 12));
        return send();
      });
      minute += 2;
      const now = at(minute);
      await Promise.allSettled([
        erase(userId),
        erase(userId),
        lab.tickAt(now),
        ...[1, 2, 3].map(() => lab.open(now, { entry: { type: 'market' } }, userId)),
        ...ids.map((tradeId) => closeTrade(lab.requests, { userId, tradeId, now })),
        bookCash(lab.requests, {
          userId,
          accountId: 'main',
          kind: 'deposit',
          amount: money('1'),
          clientEntryId: 'e',
          now,
        }),
        createAccount(lab.requests, {
          userId,
          now,
          accountId: 'third',
          settings,
          openingBalance: money('9'),
        }),
        resetAccount(lab.requests, { userId, accountId: 'second', now }),
        newKey(userId, 'late'),
        auth.ports.users.update(userId, { name: 'late' }),
        auth.ports.users.create({ userId, totp: false }),
        samplePortfolios(lab.requests, now),
      ]);
      faults.set(undefined);
      expect(await erase(userId)).toBe(true);
      // A sign-in that had its tokens before, and asks for the profile only now.
      await auth.ports.users.create({ userId, totp: false });
      expect(await auth.ports.users.profile(userId)).toBeUndefined();
      expect(await orphans()).toEqual([]);
    }
  }, 240_000);
});
