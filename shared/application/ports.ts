import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { AccountReader, AccountStore } from '../ports/account-store.ts';
import type { ArmingNotices } from '../ports/arming-notices.ts';
import type { BoardStore } from '../ports/board.ts';
import type { LedgerStore, ValueStore } from '../ports/ledger-store.ts';
import type { ListingStore } from '../ports/listing-store.ts';
import type { MarketStateStore, MarketStore } from '../ports/market-store.ts';
import type { RosterStore } from '../ports/roster-store.ts';
import type { SaleStore } from '../ports/sale-store.ts';
import type { SettleQueue } from '../ports/settle-queue.ts';
import type { TickQueue } from '../ports/tick-queue.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import type { TriggerIndex } from '../ports/trigger-index.ts';
import type { QuoteSource, Venue } from '../ports/venue.ts';

export interface Settings {
  /** In the order of preference. */
  readonly feeds: readonly VenueId[];
  readonly symbols: readonly MarketSymbol[];
  readonly tickSeconds: number;
  /** A price further than this share from the one before it waits for its confirmation. */
  readonly priceBound: number;
  /** A quote older than this, ms, is stale: shown as such, and nothing is checked against it. */
  readonly quoteStaleMs: number;
  /** Two sources whose prices differ by more than this share are reported. */
  readonly disagreementBound: number;
}

/** What is the same for everybody, candles apart: prices, instruments, the board, how the machinery does. */
export interface MarketPorts {
  readonly market: MarketStateStore;
  readonly boards: BoardStore;
  readonly roster: RosterStore;
  readonly listings: ListingStore;
  readonly settings: Settings;
}

/** What reads candles. */
export interface CandlePorts extends Pick<MarketPorts, 'roster' | 'settings'> {
  readonly market: MarketStore;
}

/** What is told of the market over the WebSocket. */
export interface MarketNewsPorts extends MarketPorts {
  readonly market: MarketStore;
}

/** What the use cases of a request need. */
export interface RequestPorts extends Omit<MarketPorts, 'boards'> {
  readonly trades: TradeStore;
  readonly accounts: AccountReader;
  readonly queue: TickQueue;
  /** A new ULID whose time part is this moment, ms. */
  readonly newId: (now: number) => string;
  /** Waits this many ms (retries). */
  readonly sleep: (ms: number) => Promise<void>;
}

/** What orders need besides: a sale is written with the commands on its lots. */
export interface OrderPorts extends RequestPorts {
  readonly sales: SaleStore;
}

/** What the use cases of accounts and their books need besides. */
export interface BookPorts extends RequestPorts {
  readonly accounts: AccountStore;
  readonly ledger: LedgerStore;
  readonly values: ValueStore;
}

/** What a tick needs. */
export interface TickPorts {
  readonly trades: TradeStore;
  readonly triggers: TriggerIndex;
  readonly notices: ArmingNotices;
  readonly market: MarketStore;
  readonly roster: RosterStore;
  readonly listings: ListingStore;
  readonly queue: TickQueue;
  /** Where trades go that are too many for one tick; absent: a tick settles all by itself. */
  readonly settlements?: SettleQueue;
  readonly venues: readonly Venue[];
  readonly quoteSources: readonly QuoteSource[];
  readonly settings: Settings;
  /** Waits this many ms (retries). */
  readonly sleep: (ms: number) => Promise<void>;
  /** The machine's clock, ms: for what takes real time, as indexes that lag. What happens to trades never depends on it. */
  readonly wall: () => number;
  /** Milliseconds since the event was received, by a monotonic clock. */
  readonly elapsed: () => number;
  readonly report: (what: string, details: Readonly<Record<string, unknown>>) => void;
}
