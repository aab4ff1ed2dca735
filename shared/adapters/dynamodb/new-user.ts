import type { Profile } from '../../ports/user-store.ts';
import { accountKey, profileKey } from './user-keys.ts';

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** The items of a person who comes for the first time: the profile, and the account `main` with its opening balance. */
export const newUserItems = ({ userId, email, name, createdAt }: Profile): Record<string, unknown>[] => [
  { ...profileKey(userId), userId, email, name, totp: false, createdAt: iso(createdAt) },
  {
    ...accountKey(userId, 'main'),
    userId,
    accountId: 'main',
    makerRate: '0.006',
    takerRate: '0.006',
    slippageBps: 0,
    name: 'main',
    status: 'active',
    cash: 100_000,
    reserved: 0,
    deposits: 100_000,
    withdrawals: 0,
    realizedPnl: 0,
    fees: 0,
    fillCount: 0,
  },
];
