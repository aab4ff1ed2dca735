import { JwtVerifier } from 'aws-jwt-verify';
import { FailedAssertionError, FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import * as z from 'zod';
import type { TokenVerifier } from '../../ports/token-verifier.ts';

/** Times in seconds. */
const claimsSchema = z.object({ sub: z.string().min(1), auth_time: z.number(), exp: z.number() });

const KEYS_TIMEOUT_MS = 3_000;

/** The library's own fetcher speaks HTTPS only; the keys of one machine come over plain HTTP. */
const fetcher = {
  fetch: async (uri: string): Promise<ArrayBuffer> => {
    try {
      const response = await fetch(uri, { signal: AbortSignal.timeout(KEYS_TIMEOUT_MS) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      throw new FetchError(uri, error);
    }
  },
};

/** Cognito writes a user pool's issuer in either of two ways. */
const spellings = (issuer: string): string[] => {
  const other = issuer.replace(/^https:\/\/cognito-idp\./, 'https://issuer-cognito-idp.');
  return other === issuer ? [issuer] : [issuer, other];
};

/** @param issuer the user pool's, e.g. `https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc` */
export const cognitoTokens = (issuer: string, clientId: string): TokenVerifier => {
  const issuers = spellings(issuer).map((spelling) => ({
    issuer: spelling,
    jwksUri: `${spelling}/.well-known/jwks.json`,
    // Access tokens of Cognito have no audience but the client's id.
    audience: null,
    customJwtCheck: ({ header, payload }: { header: { alg?: string }; payload: Record<string, unknown> }) => {
      // Of the algorithms that the library takes, Cognito uses one.
      if (header.alg !== 'RS256') throw new FailedAssertionError('algorithm', header.alg, 'RS256');
      if (payload.token_use !== 'access')
        throw new FailedAssertionError('token use', payload.token_use, 'access');
      if (payload.client_id !== clientId)
        throw new FailedAssertionError('client', payload.client_id, clientId);
    },
  }));
  const verifier = JwtVerifier.create(issuers, { jwksCache: new SimpleJwksCache({ fetcher }) });
  return {
    async verify(token) {
      try {
        const claims = claimsSchema.safeParse(await verifier.verify(token));
        if (!claims.success) return undefined;
        const { sub, auth_time, exp } = claims.data;
        return { userId: sub, signedInAt: auth_time * 1000, expiresAt: exp * 1000 };
      } catch (error) {
        if (error instanceof JwtBaseError && !(error instanceof FetchError)) return undefined;
        throw error;
      }
    },
  };
};
