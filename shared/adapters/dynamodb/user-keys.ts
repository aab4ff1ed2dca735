import { createHash } from 'node:crypto';

/** The keys of the items of the users table. */
export const profileKey = (userId: string) => ({ pk: `user#${userId}`, sk: 'profile' });
export const accountKey = (userId: string, accountId: string) => ({
  pk: `user#${userId}`,
  sk: `account#${accountId}`,
});
/** What the owner sees of an API key. */
export const ownKeyKey = (userId: string, keyId: string) => ({ pk: `user#${userId}`, sk: `key#${keyId}` });
/** All watchlists of a user. */
export const watchlistsKey = (userId: string) => ({ pk: `user#${userId}`, sk: 'watchlists' });
/** What the authorizer finds by the SHA-256 of a key. */
export const hashKey = (hash: string) => ({ pk: `key#${hash}`, sk: 'key' });
export const attemptsKey = (what: string) => ({ pk: `attempts#${what}`, sk: 'attempts' });
export const challengeKey = (hash: string) => ({ pk: `challenge#${hash}`, sk: 'challenge' });
/** Left behind by who has been erased, for a while: tells that it was so, and not who. */
export const erasedKey = (userId: string) => ({
  pk: `erased#${createHash('sha256').update(userId).digest('hex')}`,
  sk: 'erased',
});
