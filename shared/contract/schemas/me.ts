import * as z from 'zod';
import { SCOPES } from '../../domain/identity/scopes.ts';
import { moment, momentInput } from './primitives.ts';

const label = (most: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(most, { error: `must have at most ${most} characters` })
    .regex(/^[^\p{C}]*$/u, { error: 'must not contain control characters' });

export const meSchema = z
  .object({
    id: z.string(),
    /** Null for users made without signing up. */
    email: z.string().nullable(),
    name: z.string().nullable(),
    /** Whether a second factor is asked for. */
    totp: z.boolean(),
    createdAt: moment.nullable(),
  })
  .meta({ id: 'Me' });
export type MeJson = z.infer<typeof meSchema>;

/** PATCH /v1/me. */
export const changeMeBody = z.strictObject({ name: label(64) }).meta({ id: 'ChangeMe' });

export const deletedSchema = z
  .object({
    /** `erasing`: there was more than fits into one request; send it again. */
    status: z.enum(['erased', 'erasing']),
  })
  .meta({ id: 'Deleted' });

const scopes = z
  .array(z.enum(SCOPES, { error: `must be a list of: ${SCOPES.join(', ')}` }))
  .min(1, { error: 'must name at least one scope' })
  .max(SCOPES.length, { error: 'must not name a scope twice' })
  .refine((list) => new Set(list).size === list.length, { error: 'must not name a scope twice' })
  .meta({ uniqueItems: true });

/** POST /v1/api-keys. */
export const createApiKeyBody = z
  .strictObject({ name: label(64), scopes, expiresAt: momentInput.optional() })
  .meta({ id: 'CreateApiKey' });

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: moment.nullable(),
    expiresAt: moment.nullable(),
    /** To the hour; null before the first use. */
    lastUsedAt: moment.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyJson = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = apiKeySchema
  .extend({
    /** The key itself: shown this once, stored nowhere. */
    key: z.string(),
  })
  .meta({ id: 'NewApiKey' });

export const apiKeyList = z.object({ items: z.array(apiKeySchema) });
export const apiKeyParams = z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/) });
export const revokedSchema = z
  .object({ id: z.string(), status: z.literal('revoked') })
  .meta({ id: 'Revoked' });
