import { checkPassword } from '../domain/identity/password.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { guardsOf, release, take } from './auth-guessing.ts';
import type { AuthPorts } from './auth-ports.ts';
import { weakPassword } from './auth-refusals.ts';

export interface SignUpRequest {
  readonly email: string;
  readonly password: string;
  /** Where the request came from. */
  readonly source: string;
}

/** Answers the same whether the e-mail was known or not: who has an account here is nobody's business. */
export const signUp = async (
  ports: AuthPorts,
  { email, password, source }: SignUpRequest,
): Promise<Result<void>> => {
  if (!ports.settings.allowSignUp)
    return refuse('sign_up_closed', 'people are invited here: ask the owner of this installation');
  const violations = checkPassword(password, 'password');
  if (violations.length > 0) return weakPassword(violations);
  // Each may send a mail, so each counts, whatever comes of it.
  const blocked = await take(ports, guardsOf(ports, 'sign-up', { email, source }));
  if (blocked) return blocked;
  const answer = await ports.identity.signUp(email, password);
  if (answer.ok) return ok(undefined);
  switch (answer.reason) {
    case 'exists':
      // Not the first password: whoever asked before need not be the one who reads the mail.
      await ports.identity.signUpAgain(email, password);
      return ok(undefined);
    case 'weak_password':
      return weakPassword([]);
    default:
      return refuse('sign_up_closed', 'people are invited here: ask the owner of this installation');
  }
};

export interface ConfirmRequest {
  readonly email: string;
  readonly code: string;
  readonly source: string;
}

/** The code of a sign-up: whose e-mail it reached may sign in. */
export const confirmSignUp = async (
  ports: AuthPorts,
  { email, code, source }: ConfirmRequest,
): Promise<Result<void>> => {
  const guards = guardsOf(ports, 'code', { email, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const answer = await ports.identity.confirm(email, code);
  if (!answer.ok) return refuse('invalid_code', 'the code is not right for this e-mail, or no longer');
  await release(ports, guards);
  return ok(undefined);
};
