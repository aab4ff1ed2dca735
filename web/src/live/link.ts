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
/** Without an answer nobody knows whether it was done: it is asked for again. */
const ANSWER_MS = 15_000;

/** A change of the channels that has no answer yet. */
interface Asked {
  readonly id: string;
  readonly type: 'subscribe' | 'unsubscribe';
  readonly channels: readonly string[];
}

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
  /** The server obeys messages in any order: there is one at a time, and the next waits for its answer. */
  asked: Asked | undefined;
  /** Cancels the time that it may take, or the pause after a refusal. */
  cancelAsk: (() => void) | undefined;
  /** Channels that it has, as the answers say. */
  readonly has: Set<string>;
  /** Of those the ones whose snapshot is asked for. */
  readonly torn: Set<string>;
  /** Channels that were refused for themselves: not asked for again until the page has left them. */
  readonly refused: Set<string>;
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
    this.#wanted = new Set(channels.slice(0, LIMITS.channelsPerConnection));
    for (const connection of [this.#current, this.#next]) {
      if (!connection) continue;
      for (const name of connection.refused) if (!this.#wanted.has(name)) connection.refused.delete(name);
    }
    if (this.#current?.ready) this.#arrange(this.#current);
  }

  /** Something of these channels was lost: their snapshots are asked for. */
  mend(channel: string): void {
    this.#torn.add(channel);
    this.#cancelMend ??= this.#ports.later(MEND_MS, () => {
      this.#cancelMend = undefined;
      const connection = this.#current;
      if (connection?.ready) for (const name of this.#torn) connection.torn.add(name);
      this.#torn.clear();
      if (connection?.ready) this.#arrange(connection);
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
    connection.cancelAsk?.();
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
            if (!made.ready && made.asked) this.#closed(made);
          }),
        );
        this.#arrange(made);
        if (!made.asked) this.#becomeReady(made);
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
      asked: undefined,
      cancelAsk: undefined,
      has: new Set(),
      torn: new Set(),
      refused: new Set(),
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
    if (message.type === 'subscribed' || message.type === 'unsubscribed') this.#done(connection, message.id);
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

  /** Brings what the connection has to what is wanted, a message at a time: whatever is wanted meanwhile comes with the next. */
  #arrange(connection: Connection): void {
    if (connection.cancelAsk) return;
    const { has, torn, refused } = connection;
    const gone = [...has].filter((name) => !this.#wanted.has(name));
    const added = [...this.#wanted].filter(
      (name) => (!has.has(name) || torn.has(name)) && !refused.has(name),
    );
    torn.clear();
    // First what goes, or both together may be too many.
    if (gone.length > 0) {
      for (const name of added) torn.add(name);
      this.#ask(connection, 'unsubscribe', gone);
    } else if (added.length > 0) this.#ask(connection, 'subscribe', added);
  }

  #ask(connection: Connection, type: Asked['type'], channels: readonly string[]): void {
    this.#asks += 1;
    const id = `s${this.#asks}`;
    connection.asked = { id, type, channels };
    connection.cancelAsk = this.#ports.later(ANSWER_MS, () => {
      // Done or not: what is still wanted is subscribed anew, and what is not is left.
      for (const name of channels) {
        connection.has.add(name);
        connection.torn.add(name);
      }
      this.#goOn(connection);
    });
    this.#send(connection, { type, id, channels: [...channels] });
  }

  #goOn(connection: Connection): void {
    connection.cancelAsk?.();
    connection.cancelAsk = undefined;
    connection.asked = undefined;
    this.#arrange(connection);
    if (!connection.asked) this.#becomeReady(connection);
  }

  #done(connection: Connection, id: string | undefined): void {
    const { asked, has } = connection;
    if (!asked || asked.id !== id) return;
    for (const name of asked.channels) {
      if (asked.type === 'subscribe') has.add(name);
      else has.delete(name);
    }
    this.#becomeReady(connection);
    this.#goOn(connection);
  }

  /** Nothing was done: it is asked for again without the channels that are named, or later where none is. */
  #refused(connection: Connection, { id, errors, retryAfterSeconds }: Refusal): void {
    const { asked, refused } = connection;
    if (!asked || asked.id !== id) return;
    const named = new Set(errors.map(({ field }) => field));
    const those = asked.channels.filter((_, place) => named.has(`channels.${place}`));
    for (const name of those) if (this.#wanted.has(name)) refused.add(name);
    if (those.length > 0) {
      this.#goOn(connection);
      return;
    }
    if (asked.type === 'subscribe') for (const name of asked.channels) connection.torn.add(name);
    const wait = retryAfterSeconds === undefined ? AGAIN_MS : retryAfterSeconds * 1_000;
    connection.cancelAsk?.();
    connection.asked = undefined;
    connection.cancelAsk = this.#ports.later(wait, () => this.#goOn(connection));
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
