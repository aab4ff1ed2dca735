import type { ClientMessage } from '../../../shared/contract/messages/client.ts';
import { LIMITS } from '../../../shared/contract/messages/limits.ts';
import { type ServerMessage, serverMessageSchema } from '../../../shared/contract/messages/server.ts';
import { waitBefore } from './backoff.ts';

/** A WebSocket, as far as it is used. */
export interface Wire {
  readonly send: (text: string) => void;
  readonly close: () => void;
}
export interface WireEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** The world of a link: what a test replaces. */
export interface LinkPorts {
  /** @throws whatever the API throws */
  readonly ticket: () => Promise<string>;
  readonly open: (ticket: string, events: WireEvents) => Wire;
  /** @returns what cancels it */
  readonly later: (ms: number, action: () => void) => () => void;
  /** 0 to 1. */
  readonly chance: () => number;
  readonly onMessage: (message: ServerMessage) => void;
  /** Whether updates arrive. */
  readonly onLive: (live: boolean) => void;
}

type Refusal = Extract<ServerMessage, { type: 'error' }>;

/** Of silence: whatever the server says shows that it is there, and each message costs. */
const PING_MS = 60_000;
/** So many messages, about five minutes of ticks, and something is said all the same: what is silent for ten may be cut. */
const MOST_UNANSWERED = 30;
const PONG_MS = 15_000;
/** A hidden page is left connected for a while: one comes back soon, or not at all. */
const HIDDEN_MS = 120_000;
/** Before the two hours of a connection are over another takes its place. */
const RENEW_MS = (LIMITS.connectionSeconds - 300) * 1_000;
/** One gap often shows in several updates: they are asked for together. */
const MEND_MS = 1_000;
/** From opening to the first answer: API Gateway itself refuses what is too much, in words that name no request. */
const FIRST_ANSWER_MS = 15_000;
/** Channels that were refused, not for themselves: they are asked for again after a while. */
const AGAIN_MS = 5_000;

interface Connection {
  readonly wire: Wire;
  readonly timers: Set<() => void>;
  ready: boolean;
  /** Set while a ping is due. */
  cancelPing: (() => void) | undefined;
  /** Messages since something was said. */
  heard: number;
  /** Set while a ping waits for its answer. */
  cancelPong: (() => void) | undefined;
  /** Channels of each subscription that has no answer yet, by its id. */
  readonly asked: Map<string, readonly string[]>;
}

/**
 * The one connection of the page: keeps it, names its channels, mends gaps, and puts another in its place before it ends.
 * Two overlap then, so nothing is missed; what comes twice is told apart by its sequence, not here.
 */
export class Link {
  readonly #ports: LinkPorts;
  #current: Connection | undefined;
  #next: Connection | undefined;
  #wanted = new Set<string>();
  #torn = new Set<string>();
  #cancelMend: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelHide: (() => void) | undefined;
  #attempt = 0;
  #asks = 0;
  #busy = false;
  #paused = false;
  #stopped = false;

  constructor(ports: LinkPorts) {
    this.#ports = ports;
  }

  start(): void {
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#cancelMend?.();
    this.#cancelHide?.();
    this.#drop();
  }

  /** The channels that the page shows now; at most as many as a connection may have. */
  want(channels: readonly string[]): void {
    const next = new Set(channels.slice(0, LIMITS.channelsPerConnection));
    const added = [...next].filter((name) => !this.#wanted.has(name));
    const gone = [...this.#wanted].filter((name) => !next.has(name));
    this.#wanted = next;
    if (!this.#current?.ready) return;
    // First what goes, or both together may be too many.
    if (gone.length > 0) this.#send(this.#current, { type: 'unsubscribe', channels: gone });
    if (added.length > 0) this.#subscribe(this.#current, added);
  }

  /** Something of these channels was lost: their snapshots are asked for. */
  mend(channel: string): void {
    this.#torn.add(channel);
    this.#cancelMend ??= this.#ports.later(MEND_MS, () => {
      this.#cancelMend = undefined;
      const channels = [...this.#torn].filter((name) => this.#wanted.has(name));
      this.#torn.clear();
      if (channels.length > 0 && this.#current?.ready) this.#subscribe(this.#current, channels);
    });
  }

  show(visible: boolean): void {
    this.#cancelHide?.();
    this.#cancelHide = undefined;
    if (!visible) {
      this.#cancelHide = this.#ports.later(HIDDEN_MS, () => {
        this.#paused = true;
        this.#cancelRetry?.();
        this.#drop();
      });
      return;
    }
    if (!this.#paused && this.#current) return;
    this.#paused = false;
    this.#attempt = 0;
    void this.#connect();
  }

  #drop(): void {
    for (const one of [this.#current, this.#next]) if (one) this.#end(one);
    this.#current = undefined;
    this.#next = undefined;
    this.#ports.onLive(false);
  }

  #end(connection: Connection): void {
    for (const cancel of connection.timers) cancel();
    connection.timers.clear();
    connection.cancelPing?.();
    connection.cancelPong?.();
    connection.wire.close();
  }

  async #connect(): Promise<void> {
    if (this.#busy || this.#stopped || this.#paused || this.#next) return;
    this.#busy = true;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    try {
      const ticket = await this.#ports.ticket();
      if (!this.#stopped && !this.#paused) this.#open(ticket);
    } catch {
      this.#retry();
    } finally {
      this.#busy = false;
    }
  }

  #retry(): void {
    if (this.#stopped || this.#paused || this.#cancelRetry) return;
    const wait = waitBefore(this.#attempt, this.#ports.chance());
    this.#attempt += 1;
    this.#cancelRetry = this.#ports.later(wait, () => {
      this.#cancelRetry = undefined;
      void this.#connect();
    });
  }

  #open(ticket: string): void {
    const timers = new Set<() => void>();
    const wire = this.#ports.open(ticket, {
      onOpen: () => {
        made.timers.add(
          this.#ports.later(FIRST_ANSWER_MS, () => {
            if (!made.ready && made.asked.size > 0) this.#closed(made);
          }),
        );
        if (this.#wanted.size > 0) this.#subscribe(made, [...this.#wanted]);
        else this.#becomeReady(made);
      },
      onText: (text) => this.#take(made, text),
      onClose: () => this.#closed(made),
    });
    const made: Connection = {
      wire,
      timers,
      ready: false,
      cancelPing: undefined,
      heard: 0,
      cancelPong: undefined,
      asked: new Map(),
    };
    this.#next = made;
  }

  #becomeReady(connection: Connection): void {
    if (connection.ready) return;
    connection.ready = true;
    this.#attempt = 0;
    if (this.#current && this.#current !== connection) this.#end(this.#current);
    this.#current = connection;
    if (this.#next === connection) this.#next = undefined;
    connection.timers.add(this.#ports.later(RENEW_MS, () => void this.#connect()));
    this.#ping(connection);
    this.#ports.onLive(true);
  }

  #ping(connection: Connection): void {
    connection.cancelPing?.();
    connection.cancelPing = this.#ports.later(PING_MS, () => {
      connection.cancelPing = undefined;
      this.#send(connection, { type: 'ping' });
      connection.cancelPong = this.#ports.later(PONG_MS, () => this.#closed(connection));
    });
  }

  /** Who speaks need not be asked whether he is there. */
  #hear(connection: Connection): void {
    connection.heard += 1;
    if (connection.cancelPing && connection.heard < MOST_UNANSWERED) this.#ping(connection);
  }

  #closed(connection: Connection): void {
    const wasCurrent = connection === this.#current;
    if (!wasCurrent && connection !== this.#next) return;
    this.#end(connection);
    if (wasCurrent) {
      this.#current = undefined;
      this.#ports.onLive(false);
    } else this.#next = undefined;
    if (!this.#next) this.#retry();
  }

  #take(connection: Connection, text: string): void {
    const message = readMessage(text);
    if (!message) return;
    if (message.type === 'subscribed') {
      connection.asked.delete(message.id ?? '');
      this.#becomeReady(connection);
    }
    if (message.type === 'error') this.#refused(connection, message);
    if (message.type === 'pong' && connection.cancelPong) {
      connection.cancelPong();
      connection.cancelPong = undefined;
      connection.heard = 0;
      this.#ping(connection);
    } else this.#hear(connection);
    // The next one is opened while this one still lives.
    if (message.type === 'closing' && connection === this.#current) void this.#connect();
    this.#ports.onMessage(message);
  }

  #subscribe(connection: Connection, channels: readonly string[]): void {
    this.#asks += 1;
    const id = `s${this.#asks}`;
    connection.asked.set(id, channels);
    this.#send(connection, { type: 'subscribe', id, channels: [...channels] });
  }

  /** Nothing was subscribed: it is asked for again without the channels that are named, or later where none is. */
  #refused(connection: Connection, { id = '', errors, retryAfterSeconds }: Refusal): void {
    const asked = connection.asked.get(id);
    if (!asked) return;
    connection.asked.delete(id);
    const named = new Set(errors.map(({ field }) => field));
    const rest = asked.filter((name, place) => this.#wanted.has(name) && !named.has(`channels.${place}`));
    const again = () => {
      const still = rest.filter((name) => this.#wanted.has(name));
      if (still.length > 0) this.#subscribe(connection, still);
      else this.#becomeReady(connection);
    };
    const wait = retryAfterSeconds === undefined ? AGAIN_MS : retryAfterSeconds * 1_000;
    if (rest.length < asked.length) again();
    else connection.timers.add(this.#ports.later(wait, again));
  }

  #send(connection: Connection, message: ClientMessage): void {
    connection.wire.send(JSON.stringify(message));
  }
}

/** A message as the contract has it; undefined where it is of a kind that this page does not know. */
const readMessage = (text: string): ServerMessage | undefined => {
  try {
    const read = serverMessageSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};
