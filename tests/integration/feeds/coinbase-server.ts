import { type ExchangeServer, type Handler, sendJson, startExchange } from './exchange-server.ts';

export interface Trade {
  readonly id: number;
  /** ms */
  readonly time: number;
  readonly price?: string;
}

interface Behaviour {
  /** Oldest first. */
  readonly trades: readonly Trade[];
  /** Seconds, low, high, open, close, volume. */
  readonly candles?: readonly (readonly number[])[];
  /** What the server's clock says, ms. */
  readonly now: number;
  readonly pageSize?: number;
  readonly withoutDate?: boolean;
  /** Says how many ms to stay away, by 429, instead of answering; undefined: it answers. */
  readonly refuses?: (url: URL) => number | undefined;
}

/** Both ends inclusive; more than this many in between are refused. */
const MOST_CANDLES = 300;

const coarser = (candles: readonly (readonly number[])[], seconds: number): number[][] => {
  const found = new Map<number, number[]>();
  for (const [time = 0, low = 0, high = 0, open = 0, close = 0, volume = 0] of candles) {
    const start = Math.floor(time / seconds) * seconds;
    const [, least = low, most = high, first = open, , sum = 0] = found.get(start) ?? [];
    found.set(start, [start, Math.min(least, low), Math.max(most, high), first, close, sum + volume]);
  }
  return [...found.values()];
};

/**
 * A server that pages trades and candles as Coinbase Exchange does, newest first. Of candles it is documented that a request for
 * more than 300 is refused, that minutes without a trade have none, and that some from before the start may come along.
 */
export const startCoinbase = (behaviour: Behaviour): Promise<ExchangeServer> => {
  const { trades, candles = [], now, pageSize = 1000 } = behaviour;
  const handler: Handler = (url, response) => {
    response.sendDate = false;
    if (!behaviour.withoutDate) response.setHeader('date', new Date(now).toUTCString());
    const pause = behaviour.refuses?.(url);
    if (pause !== undefined) {
      response.setHeader('retry-after', String(pause / 1_000));
      sendJson(response, { message: 'Public rate limit exceeded' }, 429);
    } else if (url.pathname === '/time') {
      sendJson(response, { iso: new Date(now).toISOString(), epoch: now / 1000 });
    } else if (url.pathname.endsWith('/trades')) {
      const after = Number(url.searchParams.get('after') ?? Number.MAX_SAFE_INTEGER);
      const older = trades.filter(({ id }) => id < after).toReversed();
      const page = older.slice(0, pageSize);
      if (older.length > page.length) response.setHeader('cb-after', String(page.at(-1)?.id));
      sendJson(
        response,
        page.map(({ id, time, price = '10.00000000' }) => ({
          time: new Date(time).toISOString(),
          trade_id: id,
          price,
          size: '0.50000000',
          side: 'buy',
        })),
      );
    } else {
      const start = Date.parse(url.searchParams.get('start') ?? '') / 1000;
      const end = Date.parse(url.searchParams.get('end') ?? '') / 1000;
      const message =
        'granularity too small for the requested time range. Count of aggregations requested exceeds 300';
      const granularity = Number(url.searchParams.get('granularity'));
      const own = granularity === 60 ? candles : coarser(candles, granularity);
      const found = own.filter(([time = 0]) => time >= start - granularity && time <= end).toReversed();
      if ((end - start) / granularity >= MOST_CANDLES) sendJson(response, { message }, 400);
      else sendJson(response, found);
    }
  };
  return startExchange(handler);
};
