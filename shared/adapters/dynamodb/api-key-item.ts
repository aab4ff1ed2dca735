import * as z from 'zod';
import { SCOPES } from '../../domain/identity/scopes.ts';
import type { ApiKeyRecord } from '../../ports/api-key-store.ts';

const storedMoment = z.iso.datetime().transform((text) => Date.parse(text));

const keySchema = z.object({
  keyId: z.string(),
  userId: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: storedMoment.optional(),
  expiresAt: storedMoment.optional(),
  lastUsedAt: storedMoment.optional(),
});
const hashSchema = z.object({ hash: z.string() });

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** What is in both items of a key: the one found by its hash, and the one in its owner's list. */
export const keyAttributes = (key: ApiKeyRecord) => ({
  keyId: key.keyId,
  userId: key.userId,
  name: key.name,
  scopes: [...key.scopes],
  createdAt: iso(key.createdAt),
  expiresAt: iso(key.expiresAt),
  lastUsedAt: iso(key.lastUsedAt),
});

export const keyRecord = (item: unknown): ApiKeyRecord => {
  const { createdAt, expiresAt, lastUsedAt, ...rest } = keySchema.parse(item);
  return {
    ...rest,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
};

/** The item in the owner's list names the other one. */
export const hashOf = (item: unknown): string => hashSchema.parse(item).hash;
