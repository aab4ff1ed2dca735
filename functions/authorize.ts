import { createHash } from 'node:crypto';
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import type { ApiKeyStore } from '../shared/ports/api-key-store.ts';

/** What the handlers read from `event.requestContext.authorizer.lambda`. */
export interface AuthorizedContext {
  readonly userId: string;
  readonly keyId: string;
  /** Separated by spaces. */
  readonly scopes: string;
}

type Decision =
  | APIGatewaySimpleAuthorizerWithContextResult<AuthorizedContext>
  | { readonly isAuthorized: false };

/** A token of RFC 6750 of a length that a key may have: anything else is not worth a look-up. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{8,128}=*)$/i;

const DENIED: Decision = { isAuthorized: false };

/**
 * API keys only, each found by its SHA-256: what is compared is a digest, by an exact look-up, so the time of
 * an answer tells nothing about how much of a key was right.
 */
export const authorize =
  (keys: ApiKeyStore) =>
  async (event: Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource'>): Promise<Decision> => {
    const key = BEARER.exec(event.identitySource?.[0] ?? '')?.[1];
    if (key === undefined) return DENIED;
    const record = await keys.byHash(createHash('sha256').update(key).digest('hex'));
    if (!record) return DENIED;
    const { userId, keyId, scopes } = record;
    return { isAuthorized: true, context: { userId, keyId, scopes: scopes.join(' ') } };
  };
