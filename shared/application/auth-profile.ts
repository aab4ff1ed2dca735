import { ok, type Result, refuse } from '../domain/problem.ts';
import type { Profile, ProfileChanges } from '../ports/user-store.ts';
import type { AuthPorts } from './auth-ports.ts';
import { refusedRequest } from './auth-refusals.ts';
import type { SignedInCaller } from './auth-totp.ts';

const gone = () => refuse('not_found', 'this user has been deleted');

export const getProfile = async (ports: AuthPorts, userId: string): Promise<Result<Profile>> => {
  const profile = await ports.users.profile(userId);
  return profile ? ok(profile) : gone();
};

export const changeProfile = async (
  ports: AuthPorts,
  userId: string,
  changes: Pick<ProfileChanges, 'name'>,
): Promise<Result<Profile>> => {
  const profile = await ports.users.update(userId, changes);
  return profile ? ok(profile) : gone();
};

/** A request lasts 29 s: what is left after this is the next call's. */
const ERASING_MS = 15_000;

/**
 * Erases all that belongs to the person, then who the person is.
 * @returns whether all is gone; otherwise the call is to be repeated
 */
export const deleteUser = async (
  ports: AuthPorts,
  { userId, accessToken }: SignedInCaller,
): Promise<Result<boolean>> => {
  // Before anything is lost: a token that has been revoked may be good here for minutes still.
  if (!(await ports.identity.isGood(accessToken))) return refusedRequest('wrong_credentials');
  const deadline = ports.clock() + ERASING_MS;
  const erased = await ports.users.erase(userId, () => ports.clock() < deadline);
  if (!erased) return ok(false);
  // Last: whoever can no longer sign in could not ask for the rest. Where it fails, the next sign-in makes up for it.
  const answer = await ports.identity.deleteUser(accessToken);
  // Not known any more: the same was asked twice, and the other was faster.
  return answer.ok || answer.reason === 'wrong_credentials' ? ok(true) : refusedRequest(answer.reason);
};
