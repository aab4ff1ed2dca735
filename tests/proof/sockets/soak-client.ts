import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { type ServerMessage, serverMessageSchema } from '../../../shared/contract/messages/server.ts';
import { ClientState } from './client-state.ts';

const MEND_MS = 1_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

const ticketSchema = z.object({ ticket: z.string() });
const candlesSchema = z.object({
  items: z.array(
    z.object({
      time: z.string(),
      open: z.string(),
      high: z.string(),
      low: z.string(),
      close: z.string(),
      volume: z.string(),
    }),
  ),
});

export interface SoakUser {
  readonly userId: string;
  readonly key: string;
}

export interface SoakPorts {
  readonly url: string;
  /** Told of each message, its length in bytes, and whether the client was reading. */
  readonly onMessage: (message: ServerMessage, bytes: number, reading: boolean) => void;
  /** Of what must not happen. */
  readonly onFault: (fault: string) => void;
  readonly onSent: () => void;
  /** Whether a message is to be lost on its way. */
  readonly isLost?: (message: ServerMessage) => boolean;
}

/** One client as docs/websocket.md describes it: connects with a ticket, subscribes, mends gaps, comes back. */
export class SoakClient {
  readonly user: SoakUser;
  readonly channels: readonly string[];
  readonly state = new ClientState();
  connections = 0;
  #socket: WebSocket | undefined;
  #ready = false;
  #reading = true;
  /** Nothing that it had not read is still to come. */
  #current = true;
  #stopped = false;
  #torn = new Set<string>();
  #mending: NodeJS.Timeout | undefined;
  #fetching = 0;
  readonly #ports: SoakPorts;

  constructor(user: SoakUser, channels: readonly string[], ports: SoakPorts) {
    this.user = user;
    this.channels = channels;
    this.#ports = ports;
  }

  /** Keeps a connection until it is stopped. */
  async run(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !this.#stopped; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
      const began = performance.now();
      await this.#connection();
      if (performance.now() - began > LONGEST_WAIT_MS) wait = FIRST_WAIT_MS;
      if (!this.#stopped) await sleep(wait * (0.5 + Math.random()));
    }
  }

  /** The network is gone, without a word. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Stops reading, as a client does whose program hangs. */
  read(reading: boolean): void {
    this.#reading = reading;
    this.#current = false;
    if (reading && this.#ready) this.#socket?.send('{"type":"ping"}');
    const { _socket: tcp } = (this.#socket ?? {}) as { _socket?: Socket | null };
    if (reading) tcp?.resume();
    else tcp?.pause();
  }

  /** Connected, and nothing is missing as far as it knows. */
  get isSettled(): boolean {
    const quiet =
      this.#torn.size === 0 && this.state.awaited.size === 0 && this.state.candleGaps.length === 0;
    return this.#ready && this.#reading && quiet && this.#fetching === 0;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#mending);
    this.#socket?.terminate();
  }

  /** Resolves when the connection has ended. */
  async #connection(): Promise<void> {
    const ticket = await this.#ticket();
    if (!ticket || this.#stopped) return;
    const address = `${this.#ports.url.replace(/^http/, 'ws')}/ws?ticket=${ticket}`;
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#reading = true;
    this.#current = true;
    socket.on('open', () => {
      this.connections += 1;
      this.#subscribe(this.channels);
      this.#ready = true;
    });
    socket.on('message', (data) => this.#receive(String(data)));
    await new Promise<void>((resolve) => {
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
    });
    this.#ready = false;
  }

  async #ticket(): Promise<string | undefined> {
    try {
      const answer = await this.#ask('POST', '/v1/stream-tickets');
      if (answer.status === 201) return ticketSchema.parse(await answer.json()).ticket;
      // The function may just have been killed.
      if (answer.status < 500) this.#ports.onFault(`a ticket was refused with ${answer.status}`);
      await answer.arrayBuffer();
    } catch (error) {
      this.#ports.onFault(`no ticket: ${(error as Error).message}`);
    }
    return undefined;
  }

  #ask(method: string, path: string): Promise<Response> {
    return fetch(`${this.#ports.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.user.key}` },
    });
  }

  #subscribe(channels: readonly string[]): void {
    this.state.asked(channels);
    this.#socket?.send(JSON.stringify({ type: 'subscribe', channels }));
    this.#ports.onSent();
  }

  #receive(text: string): void {
    const parsed = serverMessageSchema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      // A function that was killed is told by API Gateway itself.
      if (/"message":"Internal server error"/.test(text)) this.#mend(this.channels);
      else this.#ports.onFault(`not in the contract: ${text.slice(0, 200)}`);
      return;
    }
    const message = parsed.data;
    // What had piled up before it is through.
    if (message.type === 'pong') this.#current = true;
    this.#ports.onMessage(message, Buffer.byteLength(text), this.#current);
    if (this.#ports.isLost?.(message)) return;
    if (message.type === 'error') {
      if (message.code === 'internal_error') this.#mend(this.channels);
      else this.#ports.onFault(`error ${message.code}: ${message.message}`);
    }
    this.#mend(this.state.take(message));
    this.#fetchCandles();
  }

  #mend(channels: readonly string[]): void {
    for (const channel of channels) if (this.channels.includes(channel)) this.#torn.add(channel);
    if (this.#torn.size === 0 || this.#mending) return;
    this.#mending = setTimeout(() => {
      this.#mending = undefined;
      const torn = [...this.#torn];
      this.#torn.clear();
      if (this.#ready) this.#subscribe(torn);
    }, MEND_MS);
  }

  #fetchCandles(): void {
    for (const { symbol, from, to } of this.state.candleGaps.splice(0)) {
      this.#fetching += 1;
      const query = new URLSearchParams({
        symbol,
        interval: '1m',
        from: new Date(from).toISOString(),
        to: new Date(to + 60_000).toISOString(),
      });
      this.#ask('GET', `/v1/candles?${query}`)
        .then(async (answer) => {
          if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
          this.state.fill(symbol, candlesSchema.parse(await answer.json()).items);
        })
        .catch((error: Error) => this.#ports.onFault(`candles: ${error.message}`))
        .finally(() => {
          this.#fetching -= 1;
        });
    }
  }
}
