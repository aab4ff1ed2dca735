import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

export interface ConnectionLimits {
  /** Longest time without any frame in either direction, ms. */
  readonly idleMs: number;
  /** Longest life, ms. */
  readonly lifetimeMs: number;
  /** Bytes that wait for a slow reader before it is cut off. */
  readonly backlogBytes: number;
}

/** API Gateway's quotas; the backlog is ours, as what theirs is they do not say. */
export const LIMITS: ConnectionLimits = {
  idleMs: 10 * 60_000,
  lifetimeMs: 2 * 3_600_000,
  backlogBytes: 512 * 1024,
};

/** What a frame may hold at most, in either direction: a longer one that comes ends the connection with 1009. */
export const MAX_FRAME_BYTES = 32 * 1024;

export interface Caller {
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The host that was asked. */
  readonly domainName: string;
}

/** As API Gateway writes them: eleven bytes in base64, with their `=`. */
export const newConnectionId = (): string => randomBytes(11).toString('base64');

const GOING_AWAY = 1001;

/** One open socket. Its limits are of the real time, however fast the market runs. */
export class Connection {
  readonly id: string;
  readonly caller: Caller;
  /** Of the runtime's clock, ms; as is `lastActiveAt`: the last frame in either direction. */
  readonly connectedAt: number;
  lastActiveAt: number;
  readonly #now: () => number;
  readonly #socket: WebSocket;
  readonly #limits: ConnectionLimits;
  readonly #lifetime: NodeJS.Timeout;
  #idle: NodeJS.Timeout;

  constructor(
    socket: WebSocket,
    about: { readonly id: string; readonly caller: Caller; readonly connectedAt: number },
    limits: ConnectionLimits,
    now: () => number,
  ) {
    this.#socket = socket;
    this.id = about.id;
    this.caller = about.caller;
    this.connectedAt = about.connectedAt;
    this.lastActiveAt = about.connectedAt;
    this.#now = now;
    this.#limits = limits;
    this.#lifetime = setTimeout(() => this.close(GOING_AWAY, 'Going away'), limits.lifetimeMs).unref();
    this.#idle = this.#idleTimer();
    socket.on('message', () => this.#active());
    socket.on('ping', () => this.#active());
    socket.once('close', () => {
      clearTimeout(this.#lifetime);
      clearTimeout(this.#idle);
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether it could be sent. A reader too slow to take what it is sent is cut off: the runtime's memory is bounded. */
  send(data: Buffer | string): boolean {
    if (!this.isOpen) return false;
    if (this.#socket.bufferedAmount > this.#limits.backlogBytes) {
      this.#socket.terminate();
      return false;
    }
    this.#active();
    const bytes = Buffer.from(data);
    // As text, whatever the bytes: API Gateway sends no binary frames. At least one frame, for a message may be empty.
    for (let from = 0, fin = false; !fin; from += MAX_FRAME_BYTES) {
      fin = from + MAX_FRAME_BYTES >= bytes.length;
      this.#socket.send(bytes.subarray(from, from + MAX_FRAME_BYTES), { binary: false, fin });
    }
    return true;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #active(): void {
    this.lastActiveAt = this.#now();
    this.#idle.refresh();
  }

  #idleTimer(): NodeJS.Timeout {
    return setTimeout(() => this.close(GOING_AWAY, 'Going away'), this.#limits.idleMs).unref();
  }
}
