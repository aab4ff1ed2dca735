import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../../shared/domain/identity/scopes.ts';

/** A new API key: `pw_` and 240 random bits. Shown once, stored nowhere. */
export const newApiKey = (): string => `pw_${randomBytes(30).toString('base64url')}`;

/** The items of a user who has none yet: the profile and the account `main`, without funds and without trades. */
export const userItems = (userId: string, now: Date) => [
  { pk: `user#${userId}`, sk: 'profile', userId, createdAt: now.toISOString() },
  {
    pk: `user#${userId}`,
    sk: 'account#main',
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

export interface KeyGrant {
  readonly userId: string;
  /** What people call it, e.g. `laptop`. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** The item by which the authorizer finds a key, its SHA-256 and what it allows, and the same in its owner's list. */
export const keyItems = (key: string, { userId, name, scopes }: KeyGrant, now: Date) => {
  const hash = createHash('sha256').update(key).digest('hex');
  const keyId = hash.slice(0, 12);
  const common = { keyId, userId, name, scopes, createdAt: now.toISOString() };
  return [
    { pk: `key#${hash}`, sk: 'key', ...common },
    { pk: `user#${userId}`, sk: `key#${keyId}`, ...common, hash },
  ];
};
