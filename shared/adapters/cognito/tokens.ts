import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import type { AccessTokens, Tokens } from '../../ports/identity.ts';

const accessClaims = z.object({ sub: z.string().min(1), auth_time: z.number() });
const idClaims = z.object({ email: z.string().optional() });

/** Read, not verified: Cognito itself has just given it. */
const claimsOf = <T>(token: string | undefined, schema: z.ZodType<T>): T => {
  const payload = token?.split('.')[1] ?? '';
  return schema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
};

/** @throws Error where Cognito's answer lacks what it promises */
export const accessTokensOf = (result: AuthenticationResultType | undefined): AccessTokens => {
  const { AccessToken: accessToken, IdToken: idToken, ExpiresIn: expiresIn } = result ?? {};
  if (!accessToken || !idToken || expiresIn === undefined) throw new Error('Cognito gave no access token');
  const { sub, auth_time } = claimsOf(accessToken, accessClaims);
  const { email } = claimsOf(idToken, idClaims);
  return { accessToken, expiresIn, userId: sub, email, signedInAt: auth_time * 1000 };
};

export const tokensOf = (result: AuthenticationResultType | undefined): Tokens => {
  if (!result?.RefreshToken) throw new Error('Cognito gave no refresh token');
  return { ...accessTokensOf(result), refreshToken: result.RefreshToken };
};
