import { refuse, refuseFor, type Violation } from '../domain/problem.ts';
import type { Refusal } from '../ports/identity.ts';

export const weakPassword = (violations: readonly Violation[]) =>
  refuse('invalid_password', 'the new password breaks a rule', violations);

const MINUTE_MS = 60_000;

/** How the provider's refusal of a sign-in is told. Nothing here says whether the e-mail is known. */
export const refusedSignIn = (reason: Refusal) => {
  switch (reason) {
    case 'not_confirmed':
      // Said only to those who know the password.
      return refuse('not_confirmed', 'confirm the e-mail with the code that was sent first');
    case 'wrong_code':
      return refuse('invalid_code', 'the code is not right, or no longer');
    case 'weak_password':
      return weakPassword([]);
    case 'too_many':
      return refuseFor('too_many_attempts', 'too many attempts: wait a minute', MINUTE_MS);
    default:
      return refuse('invalid_credentials', 'the e-mail or the password is not right');
  }
};

/** How the provider's refusal of something that a signed-in person asked is told. */
export const refusedRequest = (reason: Refusal) =>
  reason === 'wrong_credentials'
    ? refuse('invalid_session', 'the access token is no longer good: sign in again')
    : refusedSignIn(reason);
