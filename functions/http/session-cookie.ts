import type { HttpEvent } from '../middleware/http-event.ts';

const NAME = 'paperwick_refresh';
const LIFE_SECONDS = 30 * 24 * 3600;

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A browser keeps no Secure cookie of a page without TLS; on one machine there is none. */
const isPlainLocal = ({ headers }: HttpEvent): boolean =>
  headers['x-forwarded-proto'] === 'http' && LOCAL.test(headers.host ?? '');

const cookie = (event: HttpEvent, value: string, seconds: number): string =>
  [
    `${NAME}=${value}`,
    // Sent to sign-in, refresh and sign-out only: no other request carries it.
    'Path=/v1/auth',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isPlainLocal(event) ? [] : ['Secure']),
  ].join('; ');

export const sessionCookie = (event: HttpEvent, refreshToken: string): string =>
  cookie(event, refreshToken, LIFE_SECONDS);

export const endedCookie = (event: HttpEvent): string => cookie(event, '', 0);

export const refreshTokenOf = ({ cookies = [] }: HttpEvent): string | undefined => {
  const found = cookies.find((text) => text.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  return found === '' ? undefined : found;
};
