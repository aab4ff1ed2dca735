import type { Exchange } from './config/environment.ts';

const PING_MS = 2_500;

/** What each exchange answers without a key, at once. */
const PING: Readonly<Record<Exchange, string>> = {
  binance: '/api/v3/ping',
  coinbase: '/time',
  coingecko: '/ping',
};

const answers = async (baseUrl: string, exchange: Exchange): Promise<boolean> => {
  try {
    const response = await fetch(`${baseUrl}${PING[exchange]}`, { signal: AbortSignal.timeout(PING_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

/** Those of the exchanges that answer now, in their order. Takes at most two and a half seconds. */
export const answeringFeeds = async (
  feeds: readonly Exchange[],
  urlOf: (exchange: Exchange) => string,
): Promise<Exchange[]> => {
  const answered = await Promise.all(feeds.map((feed) => answers(urlOf(feed), feed)));
  return feeds.filter((_, at) => answered[at]);
};
