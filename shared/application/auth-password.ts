import { checkPassword } from '../domain/identity/password.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { guardsOf, release, take } from './auth-guessing.ts';
import type { AuthPorts } from './auth-ports.ts';
import { refusedSignIn, weakPassword } from './auth-refusals.ts';

const SECOND_MS = 1_000;

/**
 * Ends every session begun until now. When one began is known to the second, so this waits for the next: a session begun
 * after the answer is a new one for certain.
 */
const endSessions = async (ports: AuthPorts, userId: string): Promise<void> => {
  const sessionsFrom = (Math.floor(ports.clock() / SECOND_MS) + 1) * SECOND_MS;
  await ports.users.update(userId, { sessionsFrom });
  await ports.sleep(sessionsFrom - ports.clock());
};

/** Sends a code where the e-mail is somebody's; answers the same where not. */
export const forgotPassword = async (
  ports: AuthPorts,
  request: { readonly email: string; readonly source: string },
): Promise<Result<void>> => {
  // Each may send a mail, so each counts.
  const blocked = await take(ports, guardsOf(ports, 'forgot', request));
  if (blocked) return blocked;
  await ports.identity.forgotPassword(request.email);
  return ok(undefined);
};

export interface ResetPasswordRequest {
  readonly email: string;
  readonly code: string;
  readonly newPassword: string;
  readonly source: string;
}

export const resetPassword = async (
  ports: AuthPorts,
  { email, code, newPassword, source }: ResetPasswordRequest,
): Promise<Result<void>> => {
  const violations = checkPassword(newPassword, 'newPassword');
  if (violations.length > 0) return weakPassword(violations);
  const guards = guardsOf(ports, 'code', { email, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const answer = await ports.identity.resetPassword(email, code, newPassword);
  if (!answer.ok) {
    if (answer.reason === 'weak_password') return weakPassword([]);
    return refuse('invalid_code', 'the code is not right for this e-mail, or no longer');
  }
  await release(ports, guards);
  const userId = await ports.identity.userIdOf(email);
  if (userId !== undefined) await endSessions(ports, userId);
  return ok(undefined);
};

export interface ChangePasswordRequest {
  readonly userId: string;
  readonly accessToken: string;
  readonly password: string;
  readonly newPassword: string;
  readonly source: string;
}

/** Also ends all sessions, this one among them once its access token has run out. */
export const changePassword = async (
  ports: AuthPorts,
  { userId, accessToken, password, newPassword, source }: ChangePasswordRequest,
): Promise<Result<void>> => {
  const violations = checkPassword(newPassword, 'newPassword');
  if (violations.length > 0) return weakPassword(violations);
  const guards = guardsOf(ports, 'change', { email: userId, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const answer = await ports.identity.changePassword(accessToken, password, newPassword);
  if (!answer.ok) return refusedSignIn(answer.reason);
  await release(ports, guards);
  await endSessions(ports, userId);
  return ok(undefined);
};
