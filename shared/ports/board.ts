import type { Board, BoardCoin } from '../domain/market/board.ts';
import type { Disagreement } from '../domain/market/disagreement.ts';
import type { FeedHealth } from '../domain/market/feed-health.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';

/** A source of the board: all of it in one request. */
export interface BoardSource {
  readonly id: VenueId;
  /** @throws FeedError */
  coins(): Promise<BoardCoin[]>;
}

/** What a run of the board job leaves behind, beside the rows. */
export interface BoardState {
  /** Of the last run, whether its source answered or not, ms. */
  readonly checkedAt: number;
  /** Of the last answer; absent before the first. */
  readonly asOf?: number;
  readonly source?: VenueId;
  readonly feeds: Readonly<Partial<Record<VenueId, FeedHealth>>>;
  readonly disagreements: readonly Disagreement[];
}

/** What of a coin changes seldom. */
export interface NamedCoin {
  readonly base: string;
  readonly name: string;
  readonly symbol?: MarketSymbol;
  readonly sparkline?: readonly number[];
}

/** As one source told them; kept for what the next one lacks. */
export interface BoardNames {
  /** When they were written, and the sparklines among them made, ms. */
  readonly writtenAt: number;
  readonly sparklinesAt: number;
  readonly coins: readonly NamedCoin[];
}

export interface StoredBoard {
  readonly state: BoardState;
  /** Absent before the first answer. */
  readonly board?: Board;
  /** Absent where there have been none. */
  readonly names?: BoardNames;
}

export interface BoardStore {
  /** Without the rows. */
  state(): Promise<BoardState | undefined>;
  /** `names`: what changes seldom, where the caller knows it: it is not read then. */
  load(names?: BoardNames): Promise<StoredBoard | undefined>;
  /** On condition that no later run has written. `withNames`: also what changes seldom. False where one had. */
  save(stored: StoredBoard, withNames: boolean): Promise<boolean>;
}
