import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { Nearest } from '../domain/trades/nearest.ts';
import type { TradeKey } from './trade-store.ts';

/** A trade that something is due for. */
export interface DueKey extends TradeKey {
  /** `<venue>#<symbol>` */
  readonly market: string;
  /** ms, venue time; of a parked trade the moment from which its path is owed. */
  readonly dueAt: number;
}

/**
 * Which trades a price or a moment may fire: conservative, eventually consistent. Each index is kept in so many shards; who
 * reads asks for as many as may hold something.
 */
export interface TriggerIndex {
  /** How many the settings say: what is written now. */
  readonly shards: number;
  /** Waiting for a price at or below one that is at least `low`. */
  firedBelow(venue: VenueId, symbol: MarketSymbol, low: number, shards: number): Promise<TradeKey[]>;
  /** Waiting for a price at or above one that is at most `high`. */
  firedAbove(venue: VenueId, symbol: MarketSymbol, high: number, shards: number): Promise<TradeKey[]>;
  /** Commands, good-till times and market legs up to this moment (ms, venue time), of these markets only. */
  dueBy(time: number, markets: ReadonlySet<string>, shards: number): Promise<DueKey[]>;
  /** The first that a falling price meets; null where nothing waits. */
  nearestBelow(venue: VenueId, symbol: MarketSymbol, shards: number): Promise<Nearest['below']>;
  /** The first that a rising price meets. */
  nearestAbove(venue: VenueId, symbol: MarketSymbol, shards: number): Promise<Nearest['above']>;
  /** When the first of all markets is due, ms; null where nothing is. */
  nearestDue(shards: number): Promise<number | null>;
}
