import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock/clock.ts';
import type { HttpRequest } from '../gateway/messages.ts';
import type { Throttle } from '../gateway/throttle.ts';
import type { Invocation } from '../lambda/protocol.ts';
import {
  type Caller,
  Connection,
  type ConnectionLimits,
  LIMITS,
  MAX_FRAME_BYTES,
  newConnectionId,
} from './connection.ts';
import { FrameMeter } from './frame-meter.ts';
import { gatewayText, refuse, socketAnswer } from './handshake.ts';
import type { SelectRoute } from './route-selection.ts';
import { connectEvent, disconnectEvent, messageEvent, type SocketContext } from './socket-event.ts';

/** What a message may hold at most, whatever its frames: a longer one ends the connection with 1009. */
export const MAX_MESSAGE_BYTES = 128 * 1024;

const TOO_BIG = 1009;

export interface SocketRoute {
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Whether what the function answers is sent to the client. */
  readonly answers: boolean;
}

export interface SocketApiOptions {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: ReadonlyMap<string, SocketRoute>;
  readonly select: SelectRoute;
  readonly throttle: Throttle | undefined;
  readonly limits?: Partial<ConnectionLimits>;
}

const bufferOf = (data: RawData): Buffer => {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
};

/** A WebSocket API (API Gateway v2) with Lambda integrations. */
export class SocketApi {
  readonly #options: SocketApiOptions;
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  readonly #connections = new Map<string, Connection>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  #stopped = false;

  constructor(options: SocketApiOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#limits = { ...LIMITS, ...options.limits };
  }

  get apiId(): string {
    return this.#options.apiId;
  }

  /** Those that are open, by id. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }

  /** A request to become a WebSocket: `$connect` decides. */
  async upgrade(
    request: HttpRequest,
    incoming: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const connectionId = newConnectionId();
    const say = (status: number) => refuse(socket, status, gatewayText(status, connectionId, randomUUID()));
    // A client that leaves meanwhile is no error of ours.
    socket.on('error', () => undefined);
    if (this.#stopped) return say(503);
    if (request.path.replace(/\/$/, '') !== `/${this.#options.stage}`) return say(403);
    if (!(this.#options.throttle?.admit() ?? true)) return say(429);
    const caller = {
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
      domainName: request.headers.host ?? 'localhost',
    };
    const connectedAt = this.#clock.now();
    const context = this.#context({ id: connectionId, caller, connectedAt });
    const connect = this.#options.routes.get('$connect');
    if (connect) {
      const { status } = socketAnswer(await connect.invoke(connectEvent(request, context)));
      if (status < 200 || status >= 300) return say(status);
    }
    if (socket.destroyed) return this.#left({ id: connectionId, caller, connectedAt }, 1006, '');
    this.#server.handleUpgrade(incoming, socket, head, (opened) => {
      const connection = this.#opened(opened, { id: connectionId, caller, connectedAt });
      const meter = new FrameMeter(MAX_FRAME_BYTES);
      // Before the frame is put together: what is in it is never looked at.
      socket.prependListener('data', (chunk: Buffer) => {
        if (connection.isOpen && meter.isExceededBy(chunk)) connection.close(TOO_BIG, 'Message too big');
      });
    });
  }

  /** Ends all connections, and calls nobody any more. */
  stop(): void {
    this.#stopped = true;
    for (const connection of this.#connections.values()) connection.terminate();
  }

  #opened(socket: WebSocket, about: { id: string; caller: Caller; connectedAt: number }): Connection {
    const connection = new Connection(socket, about, this.#limits, () => this.#clock.now());
    this.#connections.set(about.id, connection);
    socket.on('error', () => undefined);
    socket.on('message', (data, binary) => {
      void this.#clock.track(this.#receive(connection, bufferOf(data), binary));
    });
    socket.once('close', (code, reason) => {
      this.#connections.delete(about.id);
      this.#left(about, code, reason.toString('utf8'));
    });
    return connection;
  }

  #left(about: { id: string; caller: Caller; connectedAt: number }, code: number, reason: string): void {
    const route = this.#options.routes.get('$disconnect');
    if (!route || this.#stopped) return;
    void this.#clock.track(route.invoke(disconnectEvent(code, reason, this.#context(about))));
  }

  async #receive(connection: Connection, data: Buffer, binary: boolean): Promise<void> {
    // It is being ended, and what it says now nobody hears.
    if (!connection.isOpen) return;
    const answer = (status: number) =>
      connection.send(JSON.stringify(gatewayText(status, connection.id, randomUUID())));
    if (!(this.#options.throttle?.admit() ?? true)) {
      answer(429);
      return;
    }
    const named = binary ? undefined : this.#options.select(data.toString('utf8'));
    // The routes of the connection itself cannot be asked for.
    const own = named?.startsWith('$') ? undefined : named;
    const key = own !== undefined && this.#options.routes.has(own) ? own : '$default';
    const route = this.#options.routes.get(key);
    if (!route) {
      answer(403);
      return;
    }
    const event = messageEvent(key, data, binary, this.#context(connection));
    const { status, body } = socketAnswer(await route.invoke(event));
    if (status === 502) answer(500);
    else if (route.answers && body !== undefined) connection.send(body);
  }

  #context(of: {
    readonly id: string;
    readonly caller: Caller;
    readonly connectedAt: number;
  }): SocketContext {
    const { stage, apiId } = this.#options;
    const { id, caller, connectedAt } = of;
    return { connectionId: id, caller, connectedAt, now: this.#clock.now(), stage, apiId };
  }
}
