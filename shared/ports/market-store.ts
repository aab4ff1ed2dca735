import type { Candle } from '../domain/market/candle.ts';
import type { FeedHealth } from '../domain/market/feed-health.ts';
import type { Instrument } from '../domain/market/instrument.ts';
import type { BlindWindow, Resolution } from '../domain/market/path.ts';
import type { Quote } from '../domain/market/quote.ts';
import type { Suspect } from '../domain/market/screen.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { Nearest } from '../domain/trades/nearest.ts';
import type { StoredMinutes } from './candle-archive.ts';

/** What a tick knows of one symbol at one venue. All times ms, venue time. */
export interface MarketState {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** The path has been evaluated up to here. */
  readonly cursor: number;
  /** End of the last element that lies wholly before the look-back window: legs armed by then have seen a price. */
  readonly before: number;
  readonly resolution?: Resolution;
  readonly quote?: Quote;
  /** Prices of the look-back, and behind it, that wait for their confirmation or have it. */
  readonly suspects?: readonly Suspect[];
  /** Trades that it fires are with others to settle: the cursor waits. */
  readonly handed?: {
    /** ms, the machine's clock: what is left then is handed over anew. */
    readonly until: number;
    readonly attempt: number;
  };
}

/**
 * The nearest triggers of a batch, as the indexes showed them or notices announced them. It holds, of everything that was
 * announced before the epoch `heard`, what still waits: with the notices since then nothing is left out.
 */
export interface TriggerMemory {
  readonly heard: number;
  /** By `<venue>#<symbol>`; absent: not known, ask the indexes. */
  readonly nearest: Readonly<Record<string, Nearest>>;
  /** When the first trade is due, ms; null: none is; absent: not known. */
  readonly dueAt?: number | null;
  /** The most shards of an index that the settings have ever said: trades may wait in all of them. */
  readonly shards: number;
  /** Stands for the settings by which writers choose the batch of a notice. */
  readonly settings: string;
  /** Before this moment (ms, the machine's clock) writers with other settings may be at work: nothing is remembered. */
  readonly trustedFrom: number;
}

/** The state item of a batch: read and written once a tick. */
export interface BatchState {
  readonly batch: number;
  readonly version: number;
  /** Of the last tick that wrote this item, ms. */
  readonly slot: number;
  readonly markets: readonly MarketState[];
  readonly feeds: Readonly<Partial<Record<VenueId, FeedHealth>>>;
  /** Venue time minus ours, whole seconds in ms, and when it was measured. */
  readonly clocks: Readonly<
    Partial<Record<VenueId, { readonly offset: number; readonly measuredAt: number }>>
  >;
  readonly instrumentsAt: number;
  /** The order of feeds by which the markets were chosen, joined by commas. */
  readonly feedsOrder: string;
  /** Venues that did not answer when they were last asked what they list; absent: all did. */
  readonly unanswered?: readonly VenueId[];
  /** Absent in an item that was written before there was one. */
  readonly memory?: TriggerMemory;
}

export interface StoredBlindWindow extends BlindWindow {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
}

export interface CandleRow {
  readonly openTime: number;
  readonly candles: readonly {
    readonly symbol: MarketSymbol;
    readonly venue: VenueId;
    /** null: the venue's whole record shows no trade in this minute. */
    readonly candle: Candle | null;
  }[];
}

/** All of the markets but their candles. */
export interface MarketStateStore {
  loadBatch(batch: number): Promise<BatchState | undefined>;
  loadBatches(): Promise<BatchState[]>;
  /**
   * Conditional on the version read (0: none yet), and where it is given on the roster's. False where somebody else was
   * faster.
   */
  saveBatch(state: BatchState, expectedVersion: number, rosterVersion?: number): Promise<boolean>;
  putInstruments(instruments: readonly Instrument[]): Promise<void>;
  /** The first of these venues, in order, that lists the symbol. */
  instrument(venues: readonly VenueId[], symbol: MarketSymbol): Promise<Instrument | undefined>;
  /** Of each symbol, in their order, the same; a symbol that none of them lists is left out. */
  instruments(venues: readonly VenueId[], symbols: readonly MarketSymbol[]): Promise<Instrument[]>;
  putBlindWindows(windows: readonly StoredBlindWindow[]): Promise<void>;
  /** Newest first. */
  blindWindows(limit: number): Promise<StoredBlindWindow[]>;
}

/** With their 1m candles. */
export interface MarketStore extends MarketStateStore {
  /** Adds to the minutes' rows, over what is there of the same markets. */
  putCandles(batch: number, rows: readonly CandleRow[]): Promise<void>;
  /** The same for minutes that have been written before: only what differs from that is written. */
  mendCandles(batch: number, rows: readonly CandleRow[]): Promise<void>;
  /** 1m candles in time order, both ends inclusive (openTime, ms). */
  candles(
    batch: number,
    venue: VenueId,
    symbol: MarketSymbol,
    from: number,
    to: number,
  ): Promise<readonly Candle[]>;
  /** The same with what is known of the minutes that have none. `consistent`: with all that was written before. */
  minutes(
    batch: number,
    venue: VenueId,
    symbol: MarketSymbol,
    from: number,
    to: number,
    read?: 'consistent',
  ): Promise<StoredMinutes>;
}
