import { changePassword, forgotPassword, resetPassword } from '../../shared/application/auth-password.ts';
import type { AuthPorts } from '../../shared/application/auth-ports.ts';
import { refreshSession, signOut } from '../../shared/application/auth-session.ts';
import { answerChallenge, type SignedIn, signIn } from '../../shared/application/auth-sign-in.ts';
import { confirmSignUp, signUp } from '../../shared/application/auth-sign-up.ts';
import { associateTotp, removeTotp, verifyTotp } from '../../shared/application/auth-totp.ts';
import { authOperations } from '../../shared/contract/operations/auth.ts';
import type { SessionJson } from '../../shared/contract/schemas/auth.ts';
import { type Route, routesOf } from '../define-handler.ts';
import type { HttpEvent } from '../middleware/http-event.ts';
import { HttpProblem, unwrap } from '../middleware/http-problem.ts';
import { accessTokenOf, sourceOf } from './request-source.ts';
import { endedCookie, refreshTokenOf, sessionCookie } from './session-cookie.ts';

const route = routesOf(authOperations);

/** The refresh token goes into the cookie, which no script reads, or into the body where the caller has no cookies. */
const sessionAnswer = (
  event: HttpEvent,
  signedIn: SignedIn,
  tokenInBody: boolean,
): { body: SessionJson; cookies?: string[] } => {
  if (signedIn.kind === 'challenge') {
    const { type, session, expiresIn } = signedIn;
    return { body: { status: 'challenge', challenge: type, session, expiresIn } };
  }
  const { accessToken, expiresIn, refreshToken } = signedIn.tokens;
  const body = { status: 'signed_in', accessToken, tokenType: 'Bearer', expiresIn } as const;
  return tokenInBody
    ? { body: { ...body, refreshToken } }
    : { body: { ...body, refreshToken: null }, cookies: [sessionCookie(event, refreshToken)] };
};

const callerOf = ({ userId, event }: { userId: string; event: HttpEvent }) => ({
  userId,
  accessToken: accessTokenOf(event),
  source: sourceOf(event),
});

/** `/v1/auth`: signing up, in and out, passwords and the second factor. */
export const authRoutes = (ports: AuthPorts): Route[] => [
  route('signUp', async ({ body, event }) => {
    unwrap(await signUp(ports, { ...body, source: sourceOf(event) }));
    return { body: { status: 'code_sent' } };
  }),

  route('confirmSignUp', async ({ body, event }) => {
    unwrap(await confirmSignUp(ports, { ...body, source: sourceOf(event) }));
    return { body: { status: 'confirmed' } };
  }),

  route('signIn', async ({ body: { email, password, tokenInBody }, event }) => {
    const source = sourceOf(event);
    return sessionAnswer(event, unwrap(await signIn(ports, { email, password, source })), tokenInBody);
  }),

  route('answerChallenge', async ({ body: { session, code, newPassword, tokenInBody }, event }) => {
    const answer =
      code === undefined
        ? ({ type: 'new_password', newPassword: newPassword ?? '' } as const)
        : ({ type: 'totp', code } as const);
    const signedIn = unwrap(await answerChallenge(ports, { session, answer, source: sourceOf(event) }));
    return sessionAnswer(event, signedIn, tokenInBody);
  }),

  route('refreshSession', async ({ body, event }) => {
    const token = body.refreshToken ?? refreshTokenOf(event);
    if (token === undefined) throw new HttpProblem('invalid_session', 'there is no session: sign in');
    const { accessToken, expiresIn } = unwrap(await refreshSession(ports, token));
    return { body: { accessToken, tokenType: 'Bearer', expiresIn } };
  }),

  route('signOut', async ({ body, event }) => {
    // Both, where both came: what is taken from the browser must not be good elsewhere.
    await signOut(ports, [body.refreshToken, refreshTokenOf(event)]);
    return { body: { status: 'signed_out' }, cookies: [endedCookie(event)] };
  }),

  route('forgotPassword', async ({ body: { email }, event }) => {
    unwrap(await forgotPassword(ports, { email, source: sourceOf(event) }));
    return { body: { status: 'code_sent' } };
  }),

  route('resetPassword', async ({ body, event }) => {
    unwrap(await resetPassword(ports, { ...body, source: sourceOf(event) }));
    return { body: { status: 'changed' } };
  }),

  route('changePassword', async (call) => {
    unwrap(await changePassword(ports, { ...callerOf(call), ...call.body }));
    return { body: { status: 'changed' } };
  }),

  route('associateTotp', async (call) => ({ body: unwrap(await associateTotp(ports, callerOf(call))) })),

  route('verifyTotp', async (call) => {
    unwrap(await verifyTotp(ports, { ...callerOf(call), ...call.body }));
    return { body: { status: 'enabled' } };
  }),

  route('removeTotp', async (call) => {
    unwrap(await removeTotp(ports, callerOf(call)));
    return { body: { status: 'disabled' } };
  }),
];
