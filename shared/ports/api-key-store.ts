export const SCOPES = ['read', 'trade'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiKeyRecord {
  readonly keyId: string;
  readonly userId: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
}

export interface ApiKeyStore {
  /** By the SHA-256 (hex) of the whole key: the key itself is stored nowhere. */
  byHash(hash: string): Promise<ApiKeyRecord | undefined>;
}
