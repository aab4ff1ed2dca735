import { ok, type Result, refuse } from '../domain/problem.ts';
import type { AccessTokens } from '../ports/identity.ts';
import type { AuthPorts } from './auth-ports.ts';

const over = () => refuse('invalid_session', 'the session is over: sign in again');

/** A new access token, as long as the session has not been ended: signed out, or the password changed since. */
export const refreshSession = async (
  ports: AuthPorts,
  refreshToken: string,
): Promise<Result<AccessTokens>> => {
  const answer = await ports.identity.refresh(refreshToken);
  if (!answer.ok) return over();
  const profile = await ports.users.profile(answer.value.userId);
  if (profile && answer.value.signedInAt >= (profile.sessionsFrom ?? 0)) return ok(answer.value);
  await ports.identity.revoke(refreshToken);
  return over();
};

/** Signing out twice, or with what is no token, is no error: nobody is signed in afterwards. */
export const signOut = async (
  ports: AuthPorts,
  refreshTokens: readonly (string | undefined)[],
): Promise<void> => {
  await Promise.all(
    refreshTokens.map((token) => (token === undefined ? undefined : ports.identity.revoke(token))),
  );
};
