import * as z from 'zod';

/** Kept in memory only: a page that is closed has forgotten it. */
export interface AccessToken {
  readonly text: string;
  /** ms of this machine. */
  readonly expiresAt: number;
  readonly userId: string;
}

const claims = z.object({ sub: z.string() });

const payloadOf = (token: string): unknown => {
  const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(atob(part));
};

/**
 * Whose token it is: read, not verified, for it came from the API itself and is only compared with the one before.
 * @throws Error where it is no JSON web token
 */
export const readToken = (
  { accessToken, expiresIn }: { readonly accessToken: string; readonly expiresIn: number },
  now: number,
): AccessToken => ({
  text: accessToken,
  expiresAt: now + expiresIn * 1000,
  userId: claims.parse(payloadOf(accessToken)).sub,
});

/** A request that leaves now must not arrive with a token that has just run out. */
const MARGIN_MS = 60_000;

export const runsOut = ({ expiresAt }: AccessToken, now: number): boolean => expiresAt - now < MARGIN_MS;
