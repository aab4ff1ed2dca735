import { checkPassword } from '../domain/identity/password.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { IdentityAnswer, SignInAnswer, Tokens } from '../ports/identity.ts';
import { guardsOf, release, take } from './auth-guessing.ts';
import type { AuthPorts } from './auth-ports.ts';
import { refusedSignIn, weakPassword } from './auth-refusals.ts';

/** Cognito's own sessions last as long. */
const CHALLENGE_MS = 3 * 60_000;

export type SignedIn =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | {
      readonly kind: 'challenge';
      readonly type: 'new_password' | 'totp';
      /** What the caller answers with; stored only as a digest. */
      readonly session: string;
      /** Seconds. */
      readonly expiresIn: number;
    };

/**
 * Whoever gets tokens is a user: with a profile and the account `main`, made the first time.
 * @returns false where the person has just been erased: at the provider too, now
 */
const welcome = async (ports: AuthPorts, tokens: Tokens): Promise<boolean> => {
  const { userId, email, accessToken } = tokens;
  if (await ports.users.profile(userId)) return true;
  await ports.users.create({
    userId,
    ...(email === undefined ? {} : { email }),
    totp: false,
    createdAt: ports.clock(),
  });
  if (await ports.users.profile(userId)) return true;
  await ports.identity.deleteUser(accessToken);
  return false;
};

const finish = async (ports: AuthPorts, answer: SignInAnswer): Promise<Result<SignedIn>> => {
  if (answer.kind === 'tokens')
    return (await welcome(ports, answer.tokens)) ? ok(answer) : refusedSignIn('wrong_credentials');
  const session = ports.newSecret();
  await ports.challenges.put(ports.hash(session), answer.challenge, ports.clock() + CHALLENGE_MS);
  return ok({ kind: 'challenge', type: answer.challenge.type, session, expiresIn: CHALLENGE_MS / 1000 });
};

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
  /** Where the request came from. */
  readonly source: string;
}

/** The same answer for an unknown e-mail and a wrong password; both count. */
export const signIn = async (
  ports: AuthPorts,
  { email, password, source }: SignInRequest,
): Promise<Result<SignedIn>> => {
  const guards = guardsOf(ports, 'sign-in', { email, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const answer = await ports.identity.signIn(email, password);
  if (!answer.ok) return refusedSignIn(answer.reason);
  await release(ports, guards);
  return finish(ports, answer.value);
};

export interface ChallengeRequest {
  readonly session: string;
  readonly source: string;
  readonly answer:
    | { readonly type: 'totp'; readonly code: string }
    | { readonly type: 'new_password'; readonly newPassword: string };
}

const overdue = () => refuse('invalid_session', 'the challenge is over: sign in again');

/** The second step of a sign-in: an invited person's own password, or the code of the second factor. */
export const answerChallenge = async (
  ports: AuthPorts,
  { session, answer, source }: ChallengeRequest,
): Promise<Result<SignedIn>> => {
  const hash = ports.hash(session);
  const challenge = await ports.challenges.get(hash, ports.clock());
  if (challenge?.type !== answer.type) return overdue();
  if (answer.type === 'new_password') {
    const violations = checkPassword(answer.newPassword, 'newPassword');
    if (violations.length > 0) return weakPassword(violations);
  }
  const guards = guardsOf(ports, 'challenge', { email: challenge.username, source });
  const blocked = await take(ports, guards);
  if (blocked) return blocked;
  const given: IdentityAnswer<SignInAnswer> = await ports.identity.answerChallenge(
    challenge,
    answer.type === 'totp' ? answer.code : answer.newPassword,
  );
  if (!given.ok) return given.reason === 'wrong_credentials' ? overdue() : refusedSignIn(given.reason);
  await Promise.all([release(ports, guards), ports.challenges.remove(hash)]);
  return finish(ports, given.value);
};
