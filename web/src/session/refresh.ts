import { ApiError } from '../../../shared/contract/client.ts';
import { type AccessToken, readToken } from './access-token.ts';
import { publicClient } from './public-client.ts';

const PATIENCE_MS = 10_000;
const LOCK = 'paperwick-refresh';

const ask = async (): Promise<AccessToken | undefined> => {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const body = await publicClient.call('refreshSession', { body: {}, signal });
    return readToken(body, Date.now());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return undefined;
    throw error;
  }
};

/** Tabs take turns, where the browser has locks (it has none without TLS, but on localhost). */
const inTurn = (): Promise<AccessToken | undefined> =>
  'locks' in navigator ? navigator.locks.request(LOCK, ask) : ask();

let underway: Promise<AccessToken | undefined> | undefined;

/**
 * A fresh access token for the refresh token of the cookie; undefined where that is over. Who asks while one is on its way
 * waits for the same one.
 * @throws ApiError where the API fails, and what `fetch` throws where nobody answers
 */
export const refreshed = (): Promise<AccessToken | undefined> => {
  underway ??= inTurn().finally(() => {
    underway = undefined;
  });
  return underway;
};
