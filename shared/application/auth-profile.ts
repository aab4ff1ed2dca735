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
  const deadline = ports.clock() + ERASING_MS;
  const erased = await ports.users.erase(userId, () => ports.clock() < deadline);
  if (!erased) return ok(false);
  // Last: whoever can no longer sign in could not ask for the rest.
  const answer = await ports.identity.deleteUser(accessToken);
  return answer.ok ? ok(true) : refusedRequest(answer.reason);
};
