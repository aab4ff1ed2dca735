import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Market } from '../market.ts';
import { visibleMarket } from '../visible.ts';
import { StreamClient } from './client.ts';
import { Payloads } from './payloads.ts';
import { parseStreamName } from './stream-name.ts';

/** How often streams speak, and how often clients are asked whether they are there: ms of the real time. */
const PACE_MS = 1_000;
const PING_MS = 20_000;
const MOST_REQUEST_BYTES = 64 * 1024;

/**
 * The public WebSocket stream of the exchange: `/ws/<name>`, `/stream?streams=<name>/<name>`, once a second. It looks at
 * the market's clock and never moves it, so a market that runs faster than life is shown as it goes by; while nobody
 * listens it does nothing.
 */
export class MarketStream {
  readonly #payloads: Payloads;
  readonly #clock: { now(): number };
  readonly #clients = new Set<StreamClient>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MOST_REQUEST_BYTES,
  });
  #timer: NodeJS.Timeout | undefined;
  #pings: NodeJS.Timeout | undefined;
  #publishedAt = Number.NaN;
  #opened = 0;

  constructor(market: Market, clock: { now(): number }) {
    this.#payloads = new Payloads(market, visibleMarket(market));
    this.#clock = clock;
  }

  /** Clients that listen now, and that ever did. */
  get clients(): { readonly open: number; readonly ever: number } {
    return { open: this.#clients.size, ever: this.#opened };
  }

  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const url = URL.parse(incoming.url ?? '/', 'http://market');
    const path = url?.pathname ?? '/';
    const combined = path === '/stream';
    const listed = combined ? (url?.searchParams.get('streams') ?? '') : path.replace(/^\/ws\/?/, '');
    if (!combined && !/^\/ws(\/|$)/.test(path)) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const names = decodeURIComponent(listed)
      .split('/')
      .filter((name) => name !== '');
    this.#server.handleUpgrade(incoming, socket, head, (opened) => {
      const client = new StreamClient(opened, combined, names);
      opened.on('error', () => undefined);
      opened.once('close', () => {
        this.#clients.delete(client);
        if (this.#clients.size === 0) this.#rest();
      });
      this.#clients.add(client);
      this.#opened += 1;
      this.#run();
    });
  }

  /** Says what each stream has to say now, unless the market stands still; once a second by itself. */
  publish(): void {
    const now = this.#clock.now();
    if (now === this.#publishedAt) return;
    this.#publishedAt = now;
    const payload = this.#payloads.at(now);
    const texts = new Map<string, string | undefined>();
    for (const client of this.#clients) {
      for (const name of client.names) {
        if (!texts.has(name)) {
          const parsed = parseStreamName(name);
          const said = parsed && payload(parsed);
          texts.set(name, said && JSON.stringify(said));
        }
        const text = texts.get(name);
        if (text !== undefined) client.say(name, text);
      }
    }
  }

  /** Breaks every connection. */
  terminate(): void {
    for (const client of this.#clients) client.terminate();
  }

  #run(): void {
    this.#timer ??= setInterval(() => this.publish(), PACE_MS);
    this.#pings ??= setInterval(() => {
      for (const client of this.#clients) client.ping();
    }, PING_MS);
  }

  #rest(): void {
    clearInterval(this.#timer);
    clearInterval(this.#pings);
    this.#timer = undefined;
    this.#pings = undefined;
  }
}
