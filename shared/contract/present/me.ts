import type { Scope } from '../../domain/identity/scopes.ts';
import type { ApiKeyJson, MeJson } from '../schemas/me.ts';
import { momentOrNull } from './primitives.ts';

interface ProfileView {
  readonly userId: string;
  readonly email?: string;
  readonly name?: string;
  readonly totp: boolean;
  readonly createdAt?: number;
}
interface KeyView {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt?: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
}

export const presentMe = ({ userId, email, name, totp, createdAt }: ProfileView): MeJson => ({
  id: userId,
  email: email ?? null,
  name: name ?? null,
  totp,
  createdAt: momentOrNull(createdAt),
});

export const presentApiKey = (key: KeyView): ApiKeyJson => ({
  id: key.keyId,
  name: key.name,
  scopes: [...key.scopes],
  createdAt: momentOrNull(key.createdAt),
  expiresAt: momentOrNull(key.expiresAt),
  lastUsedAt: momentOrNull(key.lastUsedAt),
});
