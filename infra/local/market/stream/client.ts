import type { WebSocket } from 'ws';
import * as z from 'zod';

/** As the exchange has them: streams of a connection, and messages of a client in a second. */
const MOST_STREAMS = 1024;
const MOST_MESSAGES_A_SECOND = 5;
/** For a client that reads too slowly, bytes. */
const MOST_WAITING = 1024 * 1024;

const id = z.union([z.int(), z.string().max(36), z.null()]);
const requestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.enum(['SUBSCRIBE', 'UNSUBSCRIBE']), params: z.array(z.string()), id: id.optional() }),
  z.object({ method: z.literal('LIST_SUBSCRIPTIONS'), id: id.optional() }),
]);

/** One listener of the exchange's public stream. */
export class StreamClient {
  readonly #socket: WebSocket;
  readonly #combined: boolean;
  readonly names: Set<string>;
  #second = 0;
  #messages = 0;
  #answered = true;

  /** @param combined whether events come with the name of their stream */
  constructor(socket: WebSocket, combined: boolean, names: readonly string[]) {
    this.#socket = socket;
    this.#combined = combined;
    this.names = new Set(names);
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('pong', () => {
      this.#answered = true;
    });
  }

  /** @param json the payload as text, made once for all clients */
  say(name: string, json: string): void {
    if (this.#socket.bufferedAmount > MOST_WAITING) this.#socket.terminate();
    else this.#socket.send(this.#combined ? `{"stream":${JSON.stringify(name)},"data":${json}}` : json);
  }

  /** Whether the last ping was answered; asks again. */
  ping(): void {
    if (!this.#answered) this.#socket.terminate();
    this.#answered = false;
    this.#socket.ping(String(Date.now()));
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(text: string): void {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) this.#messages = 0;
    this.#second = second;
    this.#messages += 1;
    if (this.#messages > MOST_MESSAGES_A_SECOND) this.#socket.close(1008, 'Too many requests');
    else this.#socket.send(JSON.stringify(this.#answer(text)));
  }

  #answer(text: string): object {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' };
    }
    const parsed = requestSchema.safeParse(json);
    if (!parsed.success) return { code: 2, msg: `Invalid request: ${z.prettifyError(parsed.error)}` };
    const request = parsed.data;
    if (request.method === 'LIST_SUBSCRIPTIONS') return { result: [...this.names], id: request.id ?? null };
    for (const name of request.params) {
      if (request.method === 'SUBSCRIBE') this.names.add(name);
      else this.names.delete(name);
    }
    if (this.names.size > MOST_STREAMS) this.#socket.close(1008, 'Too many streams');
    return { result: null, id: request.id ?? null };
  }
}
