import { type Scope, scopesLacked } from '../domain/identity/scopes.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { ApiKeyRecord } from '../ports/api-key-store.ts';
import type { AuthPorts } from './auth-ports.ts';

type KeyPorts = Pick<AuthPorts, 'keys' | 'clock' | 'newSecret' | 'hash'>;

const MOST_KEYS = 50;

export interface NewApiKeyRequest {
  readonly userId: string;
  /** What the caller may do: a key never allows more. */
  readonly held: readonly string[];
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ms */
  readonly expiresAt?: number;
}

/** @returns what is kept of the key, and the key itself, which is shown this once */
export const createApiKey = async (
  ports: KeyPorts,
  { userId, held, name, scopes, expiresAt }: NewApiKeyRequest,
): Promise<Result<{ readonly record: ApiKeyRecord; readonly key: string }>> => {
  const lacked = scopesLacked(held, scopes);
  if (lacked.length > 0)
    return refuse('missing_scope', `a key cannot allow what its maker may not do: ${lacked.join(', ')}`);
  const now = ports.clock();
  if (expiresAt !== undefined && expiresAt <= now) {
    const rule = { field: 'expiresAt', code: 'expires_past', message: 'must be later than now' };
    return refuse('invalid_key', 'the key breaks a rule', [rule]);
  }
  if ((await ports.keys.list(userId)).length >= MOST_KEYS)
    return refuse('too_many_keys', `a user has at most ${MOST_KEYS} keys: revoke one that is not used`);
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
  const outcome = await ports.keys.create(record, hash);
  return outcome === 'created' ? ok({ record, key }) : refuse('not_found', 'this user has been deleted');
};

export const listApiKeys = (ports: KeyPorts, userId: string): Promise<ApiKeyRecord[]> =>
  ports.keys.list(userId);

export const revokeApiKey = async (
  ports: KeyPorts,
  { userId, keyId }: { readonly userId: string; readonly keyId: string },
): Promise<Result<void>> =>
  (await ports.keys.revoke(userId, keyId)) ? ok(undefined) : refuse('not_found', 'there is no such key');
