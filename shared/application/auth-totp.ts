import { ok, type Result, refuse } from '../domain/problem.ts';
import { guardsOf, release, take } from './auth-guessing.ts';
import type { AuthPorts } from './auth-ports.ts';
import { refusedRequest } from './auth-refusals.ts';

/** Who asks, and the token that proves it to the identity provider. */
export interface SignedInCaller {
  readonly userId: string;
  readonly accessToken: string;
}

export interface Authenticator {
  /** Base32, for an authenticator app. */
  readonly secret: string;
  /** The same as `otpauth://`, for a QR code. */
  readonly uri: string;
}

const ISSUER = 'Paperwick';

/** A new secret for an authenticator app. It counts from its first verified code on. */
export const associateTotp = async (
  ports: AuthPorts,
  { userId, accessToken }: SignedInCaller,
): Promise<Result<Authenticator>> => {
  const profile = await ports.users.profile(userId);
  if (!profile) return refuse('not_found', 'this user has been deleted');
  if (profile.totp) return refuse('totp_enabled', 'remove the second factor before setting up another');
  const answer = await ports.identity.associateTotp(accessToken);
  if (!answer.ok) return refusedRequest(answer.reason);
  const label = encodeURIComponent(`${ISSUER}:${profile.email ?? userId}`);
  return ok({
    secret: answer.value,
    uri: `otpauth://totp/${label}?secret=${answer.value}&issuer=${ISSUER}`,
  });
};

export const verifyTotp = async (
  ports: AuthPorts,
  { userId, accessToken, code, source }: SignedInCaller & { readonly code: string; readonly source: string },
): Promise<Result<void>> => {
  const guards = guardsOf(ports, 'totp', { email: userId, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const answer = await ports.identity.verifyTotp(accessToken, code);
  if (!answer.ok) return refusedRequest(answer.reason);
  await release(ports, guards);
  await ports.users.update(userId, { totp: true });
  return ok(undefined);
};

export const removeTotp = async (
  ports: AuthPorts,
  { userId, accessToken }: SignedInCaller,
): Promise<Result<void>> => {
  const answer = await ports.identity.removeTotp(accessToken);
  if (!answer.ok) return refusedRequest(answer.reason);
  await ports.users.update(userId, { totp: false });
  return ok(undefined);
};
