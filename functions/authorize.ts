import { createHash } from 'node:crypto';
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { SCOPES } from '../shared/domain/identity/scopes.ts';
import type { ApiKeyStore } from '../shared/ports/api-key-store.ts';
import type { TokenVerifier } from '../shared/ports/token-verifier.ts';
import type { UserStore } from '../shared/ports/user-store.ts';

/** What the handlers read from `event.requestContext.authorizer.lambda`. */
export interface AuthorizedContext {
  readonly userId: string;
  /** Of the API key; empty for an access token. */
  readonly keyId: string;
  /** Separated by spaces. */
  readonly scopes: string;
  readonly credential: 'token' | 'key';
  /** When the credential ends, ms, real time: API Gateway keeps this answer for longer perhaps. Absent: never. */
  readonly expiresAt?: number;
  /** When the person signed in, ms, real time; absent for a key. */
  readonly signedInAt?: number;
}

type Decision =
  | APIGatewaySimpleAuthorizerWithContextResult<AuthorizedContext>
  | { readonly isAuthorized: false };

/** A token of RFC 6750 of a length that a key may have: anything else is not worth a look-up. */
const KEY = /^Bearer +([A-Za-z0-9._~+/-]{8,128}=*)$/i;
/** A JSON Web Token: three parts, the first an object in base64url. */
const TOKEN = /^Bearer +(eyJ[\w-]+\.[\w-]+\.[\w-]*)$/i;
const LONGEST_TOKEN = 4096;

const HOUR_MS = 3_600_000;
const DENIED: Decision = { isAuthorized: false };

interface Credentials {
  readonly keys: ApiKeyStore;
  readonly tokens: TokenVerifier;
  readonly users: Pick<UserStore, 'profile'>;
  /** The real clock, ms: credentials age in real time, however fast the market runs. */
  readonly now: () => number;
}

/**
 * Who signed in may do all that there is to do with what is theirs. A token proves itself for a quarter of an hour; that its
 * user has been erased meanwhile, or has ended all sessions, only the profile tells.
 */
const byToken = async (token: string, { tokens, users }: Credentials): Promise<Decision> => {
  const verified = await tokens.verify(token);
  if (!verified) return DENIED;
  const { userId, signedInAt, expiresAt } = verified;
  const profile = await users.profile(userId);
  if (!profile || signedInAt < (profile.sessionsFrom ?? 0)) return DENIED;
  return {
    isAuthorized: true,
    context: { userId, keyId: '', scopes: SCOPES.join(' '), credential: 'token', expiresAt, signedInAt },
  };
};

/**
 * A key is found by its SHA-256: what is compared is a digest, by an exact look-up, so the time of
 * an answer tells nothing about how much of a key was right.
 */
const byKey = async (key: string, { keys, now }: Credentials): Promise<Decision> => {
  const hash = createHash('sha256').update(key).digest('hex');
  const record = await keys.byHash(hash);
  const at = now();
  if (!record || (record.expiresAt !== undefined && record.expiresAt <= at)) return DENIED;
  // At most one write a key and hour. Where it fails, the next request writes it.
  if (at - (record.lastUsedAt ?? 0) >= HOUR_MS) await keys.markUsed(record, hash, at).catch(() => undefined);
  const { userId, keyId, scopes, expiresAt } = record;
  return {
    isAuthorized: true,
    context: {
      userId,
      keyId,
      scopes: scopes.join(' '),
      credential: 'key',
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  };
};

/** Access tokens and API keys. Says who calls; what that caller may do is checked in the handlers. */
export const authorize =
  (credentials: Credentials) =>
  async (event: Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource'>): Promise<Decision> => {
    const header = event.identitySource?.[0] ?? '';
    const token = TOKEN.exec(header)?.[1];
    if (token !== undefined) return token.length > LONGEST_TOKEN ? DENIED : byToken(token, credentials);
    const key = KEY.exec(header)?.[1];
    return key === undefined ? DENIED : byKey(key, credentials);
  };
