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

/**
 * SameSite keeps the pages of other sites out, but takes every port of one machine, and every host of one domain, for the
 * same site. What a browser says of the page that asks tells them apart; who is no browser says nothing.
 */
const isOwnPage = ({ headers }: HttpEvent): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site']);

export const refreshTokenOf = (event: HttpEvent): string | undefined => {
  if (!isOwnPage(event)) return undefined;
  const { cookies = [] } = event;
  const found = cookies.find((text) => text.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  return found === '' ? undefined : found;
};
