import type { Request } from '../../../../shared/contract/client.ts';
import { signInAsPerson } from '../../session/begin.ts';
import { publicClient } from '../../session/public-client.ts';

/** Where somebody stands on the way in. */
export type Step =
  | { readonly at: 'sign_in' }
  | { readonly at: 'sign_up' }
  | { readonly at: 'confirm'; readonly email: string; readonly password: string }
  | { readonly at: 'challenge'; readonly challenge: 'new_password' | 'totp'; readonly session: string }
  | { readonly at: 'forgot'; readonly email: string }
  | { readonly at: 'reset'; readonly email: string }
  | { readonly at: 'key' };

export interface StepProps<At extends Step['at']> {
  readonly step: Extract<Step, { at: At }>;
  readonly onStep: (step: Step, note?: string) => void;
}

const PATIENCE_MS = 15_000;
const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

/** Signed in, or the challenge that stands before it. */
export const signIn = async (email: string, password: string): Promise<Step | undefined> => {
  const answer = await publicClient.call('signIn', { body: { email, password }, signal: patience() });
  if (answer.status === 'challenge')
    return { at: 'challenge', challenge: answer.challenge, session: answer.session };
  signInAsPerson(answer);
  return undefined;
};

export const answerChallenge = async (
  body: Request<'answerChallenge'>['body'],
): Promise<Step | undefined> => {
  const answer = await publicClient.call('answerChallenge', { body, signal: patience() });
  if (answer.status === 'challenge')
    return { at: 'challenge', challenge: answer.challenge, session: answer.session };
  signInAsPerson(answer);
  return undefined;
};

export const signUp = (email: string, password: string) =>
  publicClient.call('signUp', { body: { email, password }, signal: patience() });
export const confirm = (email: string, code: string) =>
  publicClient.call('confirmSignUp', { body: { email, code }, signal: patience() });
export const forgot = (email: string) =>
  publicClient.call('forgotPassword', { body: { email }, signal: patience() });
export const reset = (body: Request<'resetPassword'>['body']) =>
  publicClient.call('resetPassword', { body, signal: patience() });
