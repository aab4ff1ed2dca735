import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BinanceError, unsupported } from './binance/error.ts';
import { type Answer, binanceRoutes } from './binance/routes.ts';
import { weightMeter } from './binance/weight-meter.ts';
import { COINGECKO_BASE, coinGecko } from './coingecko/routes.ts';
import type { Market } from './market.ts';
import { MarketStream } from './stream/market-stream.ts';

interface MarketRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** An answer instead of the market's own. A body of text is sent as it is, anything else as JSON. */
interface MarketResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers in the market's place, or breaks the connection (`drop`); undefined leaves the answer to the market. */
type Interceptor = (
  request: MarketRequest,
) => MarketResponse | 'drop' | undefined | Promise<MarketResponse | 'drop' | undefined>;

export interface MarketServerSettings {
  readonly market: Market;
  /** What time it is in the market, ms. */
  readonly clock: { now(): number };
  /** Any free port where not given. */
  readonly port?: number;
  readonly intercept?: Interceptor;
}

export interface MarketServer {
  readonly url: string;
  /** Where it speaks CoinGecko's public API, with the path: `http://.../api/v3`. */
  readonly coinGeckoUrl: string;
  /** Where its public stream is: `ws://...` */
  readonly streamUrl: string;
  /** Who listens to its public stream, and how to have it speak at once. */
  readonly stream: Pick<MarketStream, 'clients' | 'publish'>;
  /** Requests that arrived, answered or not. */
  readonly requests: {
    count(path: string): number;
    byPath(): Record<string, number>;
    readonly total: number;
  };
  /** While on, every connection breaks, as with an exchange that is away. */
  setOutage(on: boolean): void;
  setIntercept(intercept: Interceptor | undefined): void;
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that none is closed under a request. */
const KEEP_ALIVE = 65_000;

/** A local exchange that speaks Binance's public HTTP API, and of CoinGecko's what a board asks. @throws Error where the port cannot be had */
export const startMarketServer = async (settings: MarketServerSettings): Promise<MarketServer> => {
  const { market, clock, port = 0 } = settings;
  const routes = binanceRoutes(market);
  const gecko = coinGecko(market);
  const weight = weightMeter();
  const counts = new Map<string, number>();
  let total = 0;
  let outage = false;
  let intercept = settings.intercept;

  const answer = ({ method, path, query }: MarketRequest, now: number): Answer => {
    const route = method === 'GET' ? routes.get(path) : undefined;
    if (route === undefined) throw unsupported();
    return route(query, now);
  };

  const respond = async (request: MarketRequest): Promise<MarketResponse | 'drop'> => {
    const intercepted = await intercept?.(request);
    if (intercepted !== undefined) return intercepted;
    const now = clock.now();
    if (request.path.startsWith(`${COINGECKO_BASE}/`))
      return gecko(request.path.slice(COINGECKO_BASE.length), request.query, now);
    try {
      const { body, weight: used } = answer(request, now);
      return { status: 200, headers: weight.headers(now, used), body };
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      const { status, code, message } = error;
      return { status, headers: weight.headers(now, 1), body: { code, msg: message } };
    }
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = URL.parse(incoming.url ?? '/', 'http://market');
    const path = url?.pathname ?? '/';
    const query = url?.searchParams ?? new URLSearchParams();
    counts.set(path, (counts.get(path) ?? 0) + 1);
    total += 1;
    const request = { method: incoming.method ?? 'GET', path, query };
    const response = outage ? 'drop' : await respond(request);
    if (response === 'drop' || outage) incoming.socket.destroy();
    else send(outgoing, response);
  };

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      console.error('market server:', error);
      send(outgoing, {
        status: 500,
        body: { code: -1000, msg: 'An unknown error occurred while processing the request.' },
      });
    });
  });
  const stream = new MarketStream(market, clock);
  server.on('upgrade', (incoming, socket, head) => {
    if (outage) socket.destroy();
    else stream.upgrade(incoming, socket, head);
  });
  server.keepAliveTimeout = KEEP_ALIVE;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the market server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    coinGeckoUrl: `http://127.0.0.1:${address.port}${COINGECKO_BASE}`,
    streamUrl: `ws://127.0.0.1:${address.port}`,
    stream,
    requests: {
      count: (path) => counts.get(path) ?? 0,
      byPath: () => Object.fromEntries(counts),
      get total() {
        return total;
      },
    },
    setOutage: (on) => {
      outage = on;
      if (!on) return;
      stream.terminate();
      server.closeAllConnections();
    },
    setIntercept: (next) => {
      intercept = next;
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        stream.terminate();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};

const send = (outgoing: ServerResponse, { status, headers, body }: MarketResponse): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
};
