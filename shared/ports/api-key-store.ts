import type { Scope } from '../domain/identity/scopes.ts';

/** What is kept of an API key: not the key. */
export interface ApiKeyRecord {
  readonly keyId: string;
  readonly userId: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
  /** ms, real time; keys made before this was kept have none. */
  readonly createdAt?: number;
  /** ms, real time; absent: never. */
  readonly expiresAt?: number;
  /** ms, real time, to the hour. */
  readonly lastUsedAt?: number;
}

export interface ApiKeyStore {
  /** By the SHA-256 (hex) of the whole key: the key itself is stored nowhere. Eventually consistent. */
  byHash(hash: string): Promise<ApiKeyRecord | undefined>;
  /** Notes that a key was used at `now`, in both of its items; nothing where it has been revoked meanwhile. */
  markUsed(key: ApiKeyRecord, hash: string, now: number): Promise<void>;
}

/** The keys of a user, for that user. */
export interface ApiKeyManager {
  /**
   * @param rules how many keys a user may make, and the key that asks for this one (empty: a person who signed in)
   * @returns `no_user` where there is no such user, or no longer; `no_maker` where the key that asks has been revoked
   */
  create(
    key: ApiKeyRecord,
    hash: string,
    rules: { readonly most: number; readonly makerId: string },
  ): Promise<'created' | 'no_user' | 'no_maker' | 'too_many'>;
  /** All of them, newest first. */
  list(userId: string): Promise<ApiKeyRecord[]>;
  /** @returns whether the user had such a key */
  revoke(userId: string, keyId: string): Promise<boolean>;
}
