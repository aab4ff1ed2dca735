import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Account, OPENING_BALANCE } from '../../domain/accounts/account.ts';
import { storedMoney, storedRate, storedTime } from './parse.ts';
import { accountKey } from './user-keys.ts';

/** Puts an account into the index of the live ones. */
export const LIVE = 'live';

const accountSchema = z.object({
  userId: z.string(),
  accountId: z.string(),
  makerRate: storedRate,
  takerRate: storedRate,
  slippageBps: z.number().min(0),
  name: z.string().default('main'),
  status: z.enum(['active', 'closing', 'closed']),
  cash: storedMoney,
  reserved: storedMoney,
  deposits: storedMoney,
  withdrawals: storedMoney,
  realizedPnl: storedMoney,
  fees: storedMoney,
  fillCount: z.number().int(),
  openingBalance: storedMoney.default(OPENING_BALANCE),
  // Books of before there were versions begin to count with their next change.
  version: z.number().int().default(0),
  createdAt: z.union([storedTime, z.iso.datetime().transform((text) => Date.parse(text))]).optional(),
});

/** @throws ZodError */
export const fromAccountItem = (item: unknown): Account => accountSchema.parse(item);

export const toAccountItem = (account: Account): Record<string, unknown> => ({
  ...account,
  ...accountKey(account.userId, account.accountId),
  cash: NumberValue.from(account.cash),
  reserved: NumberValue.from(account.reserved),
  deposits: NumberValue.from(account.deposits),
  withdrawals: NumberValue.from(account.withdrawals),
  realizedPnl: NumberValue.from(account.realizedPnl),
  fees: NumberValue.from(account.fees),
});

const COUNTERS = ['cash', 'reserved', 'deposits', 'withdrawals', 'realizedPnl', 'fees'] as const;

/** The condition that an account's counters are what they were when it was read. */
export const unchanged = (account: Account) => ({
  condition: [...COUNTERS, 'fillCount' as const].map((name) => `${name} = :${name}`).join(' AND '),
  values: {
    ...Object.fromEntries(COUNTERS.map((name) => [`:${name}`, NumberValue.from(account[name])])),
    ':fillCount': account.fillCount,
  },
});
