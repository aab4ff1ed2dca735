import { type Scope, scopesLacked } from '../domain/identity/scopes.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { ApiKeyRecord } from '../ports/api-key-store.ts';
import type { AuthPorts } from './auth-ports.ts';

type KeyPorts = Pick<AuthPorts, 'keys' | 'clock' | 'newSecret' | 'hash'>;

const MOST_KEYS = 50;

const tooMany = () =>
  refuse('too_many_keys', `a user has at most ${MOST_KEYS} keys: revoke one that is not used`);
/** It may still be let in for the minute that the authorizer's answer is kept; it does not live on in another. */
const revokedMaker = () => refuse('missing_scope', 'the key that asks has been revoked');

export interface NewApiKeyRequest {
  readonly userId: string;
  /** What the caller may do: a key never allows more. */
  readonly held: readonly string[];
  /** The key that asks for another; empty where it is a person who signed in. */
  readonly makerId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ms */
  readonly expiresAt?: number;
}

/** @returns what is kept of the key, and the key itself, which is shown this once */
export const createApiKey = async (
  ports: KeyPorts,
  { userId, held, makerId, name, scopes, expiresAt }: NewApiKeyRequest,
): Promise<Result<{ readonly record: ApiKeyRecord; readonly key: string }>> => {
  const lacked = scopesLacked(held, scopes);
  if (lacked.length > 0)
    return refuse('missing_scope', `a key cannot allow what its maker may not do: ${lacked.join(', ')}`);
  const now = ports.clock();
  if (expiresAt !== undefined && expiresAt <= now) {
    const rule = { field: 'expiresAt', code: 'expires_past', message: 'must be later than now' };
    return refuse('invalid_key', 'the key breaks a rule', [rule]);
  }
  const keys = await ports.keys.list(userId);
  if (keys.length >= MOST_KEYS) return tooMany();
  const maker = keys.find(({ keyId }) => keyId === makerId);
  if (makerId !== '' && !maker) return revokedMaker();
  if (maker?.expiresAt !== undefined && (expiresAt ?? Number.POSITIVE_INFINITY) > maker.expiresAt) {
    const end = new Date(maker.expiresAt).toISOString();
    const message = `must be ${end} or earlier: a key does not outlive the one that made it`;
    return refuse('invalid_key', 'the key breaks a rule', [
      { field: 'expiresAt', code: 'outlives_maker', message },
    ]);
  }
  const key = `pw_${ports.newSecret()}`;
  const hash = ports.hash(key);
  const record: ApiKeyRecord = {
    keyId: hash.slice(0, 12),
    userId,
    name,
    scopes,
    createdAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  switch (await ports.keys.create(record, hash, { most: MOST_KEYS, makerId })) {
    case 'created':
      return ok({ record, key });
    case 'no_user':
      return refuse('not_found', 'this user has been deleted');
    case 'no_maker':
      return revokedMaker();
    case 'too_many':
      return tooMany();
  }
};

export const listApiKeys = (ports: KeyPorts, userId: string): Promise<ApiKeyRecord[]> =>
  ports.keys.list(userId);

export const revokeApiKey = async (
  ports: KeyPorts,
  { userId, keyId }: { readonly userId: string; readonly keyId: string },
): Promise<Result<void>> =>
  (await ports.keys.revoke(userId, keyId)) ? ok(undefined) : refuse('not_found', 'there is no such key');
