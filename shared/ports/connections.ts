/** What a ticket lets its bearer do, and until when. Times in ms, real time. */
export interface Ticket {
  readonly userId: string;
  /** Of the API key that bought it; empty where it was a person who signed in. */
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly madeAt: number;
  /** When the credential that bought it ends; absent: never. */
  readonly credentialEndsAt?: number | undefined;
  /** When the person signed in, of an access token. */
  readonly signedInAt?: number | undefined;
}

/** Tickets by the SHA-256 (hex) of what the client holds. */
export interface TicketStore {
  put(hash: string, ticket: Ticket, until: number): Promise<void>;
  /** Of any number of calls for one ticket exactly one gets it, and none once its time is over. */
  take(hash: string, now: number): Promise<Ticket | undefined>;
  /** Whether the credential that bought it is still good; strongly consistent. */
  isGood(ticket: Ticket): Promise<boolean>;
}

/** One open WebSocket. */
export interface Connection {
  readonly id: string;
  readonly userId: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** When its ticket was made, ms, real time. */
  readonly madeAt: number;
  /** When the server ends it, ms, real time. */
  readonly expiresAt: number;
  /** Which of its user's places it has: 0 to 19. */
  readonly slot: number;
  /** Names of channels. */
  readonly channels: readonly string[];
}

/** The same as its user's row has it. */
export interface OwnConnection
  extends Pick<Connection, 'id' | 'userId' | 'keyId' | 'madeAt' | 'expiresAt' | 'slot'> {
  /** Those of its channels that carry what is the user's alone. */
  readonly own: readonly string[];
}

/** What a message of a client is answered with before anything is done. */
export type Received =
  | { readonly verdict: 'go'; readonly connection: Connection }
  /** Too many messages: none before this many ms have passed. */
  | { readonly verdict: 'wait'; readonly ms: number }
  /** There is no such connection, or no longer. */
  | { readonly verdict: 'unknown' };

/** `too_many`: there would be more channels than a connection may have; `gone`: there is no such connection any more. */
export type Subscribing = 'subscribed' | 'too_many' | 'gone';

/** A part of all connections: those whose place lies between two places. */
export interface Shard {
  readonly from: string;
  readonly to: string;
}

export interface ConnectionStore {
  /** False where the user has no place left. */
  open(connection: Connection, places: number, now: number): Promise<boolean>;
  /** Counts a message, and reads the connection by the way. */
  receive(id: string, now: number): Promise<Received>;
  /** All of these besides, or none. @throws StoreUnavailableError where other messages of the connection are always faster */
  subscribe(connection: Connection, channels: readonly string[], most: number): Promise<Subscribing>;
  unsubscribe(connection: Connection, channels: readonly string[]): Promise<void>;
  /** Forgets it, in both of its rows; nothing where it is forgotten already. */
  forget(connection: Pick<Connection, 'id'> & Partial<Pick<Connection, 'userId' | 'slot'>>): Promise<void>;
  /** Eventually consistent, half a read unit. */
  isAnybodyThere(): Promise<boolean>;
  /** Strongly consistent. */
  ofUser(userId: string): Promise<OwnConnection[]>;
  /** The first connections, at most `limit`, and what is behind them, in parts of about as many. Eventually consistent. */
  first(limit: number): Promise<{ connections: Connection[]; rest: Shard[] }>;
  /** All connections of a part, page by page. Eventually consistent. */
  within(shard: Shard): AsyncIterable<Connection[]>;
}
