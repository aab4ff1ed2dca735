import * as z from 'zod';
import type { Board, BoardRow } from '../domain/market/board.ts';
import type { Instrument } from '../domain/market/instrument.ts';
import { followedIn } from '../domain/market/roster.ts';
import { baseOf, type VenueId } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { InvalidCursorError } from '../ports/trade-store.ts';
import type { MarketPorts } from './ports.ts';

/** A board older than this, ms, is stale: three runs in a row brought nothing. */
export const BOARD_STALE_AFTER = 180_000;

type BoardPorts = Pick<MarketPorts, 'boards' | 'settings'>;

const VALUES = {
  rank: ({ rank }) => rank,
  name: ({ name }) => name.toLowerCase(),
  price: ({ price }) => price,
  change1h: ({ change1h }) => change1h,
  change24h: ({ change24h }) => change24h,
  change7d: ({ change7d }) => change7d,
  volume: ({ volume24h }) => volume24h,
  marketCap: ({ marketCap }) => marketCap,
} as const satisfies Record<string, (row: BoardRow) => number | string | undefined>;
export type BoardSort = keyof typeof VALUES;

export interface BoardRequest {
  readonly sort: BoardSort;
  readonly order?: 'asc' | 'desc' | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface BoardPage {
  readonly asOf?: number;
  readonly source?: VenueId;
  readonly stale: boolean;
  readonly items: readonly BoardRow[];
  readonly next?: string;
}

type Value = number | string | undefined;
/** Where a row stands in a sorted list. */
interface Place {
  readonly value: Value;
  readonly base: string;
}

const compare = (left: number | string, right: number | string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** What is unknown stands last in either order; what is equal stands in the order of tickers. */
const inOrder =
  (descending: boolean) =>
  (left: Place, right: Place): number => {
    if (left.value === undefined || right.value === undefined) {
      const unknown = Number(left.value === undefined) - Number(right.value === undefined);
      return unknown || compare(left.base, right.base);
    }
    const byValue = compare(left.value, right.value);
    return (descending ? -byValue : byValue) || compare(left.base, right.base);
  };

/** Sort, descending, search, and the place of the last row of the page before. */
const cursorSchema = z.tuple([
  z.string(),
  z.boolean(),
  z.string(),
  z.union([z.number(), z.string(), z.null()]),
  z.string(),
]);
type Cursor = z.infer<typeof cursorSchema>;

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** @throws InvalidCursorError where it is none of this very list */
const decode = (text: string, list: readonly [string, boolean, string]): Place => {
  try {
    const [sort, descending, search, value, base] = cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    if (sort === list[0] && descending === list[1] && search === list[2])
      return { value: value ?? undefined, base };
  } catch {
    // Said below.
  }
  throw new InvalidCursorError('the cursor is not one that this list gave out');
};

/** The instrument found for it when the board was made; before the first listings a configured symbol of this coin. */
const withSymbol =
  ({ settings }: BoardPorts) =>
  (row: BoardRow): BoardRow => {
    if (row.symbol) return row;
    const configured = settings.symbols.find((symbol) => baseOf(symbol) === row.base);
    return configured ? { ...row, symbol: configured } : row;
  };

export interface BoardView {
  /** When it was last looked at, ms; 0 before the first time. */
  readonly checkedAt: number;
  /** Absent before the first answer. */
  readonly board?: Board;
  readonly stale: boolean;
}

/** The board as everybody sees it, over HTTP and over sockets. */
export const currentBoard = async (ports: BoardPorts, now: number): Promise<BoardView> => {
  const stored = await ports.boards.load();
  const checkedAt = stored?.state.checkedAt ?? 0;
  if (!stored?.board) return { checkedAt, stale: true };
  const board = { ...stored.board, rows: stored.board.rows.map(withSymbol(ports)) };
  return { checkedAt, board, stale: now - board.asOf >= BOARD_STALE_AFTER };
};

/** A page of the board. @throws InvalidCursorError */
export const listMarkets = async (
  ports: BoardPorts,
  request: BoardRequest,
  now: number,
): Promise<BoardPage> => {
  const { sort, limit } = request;
  const descending = request.order ? request.order === 'desc' : sort !== 'rank' && sort !== 'name';
  const search = request.search?.trim().toLowerCase() ?? '';
  const after = request.cursor && decode(request.cursor, [sort, descending, search]);
  const { board, stale } = await currentBoard(ports, now);
  if (!board) return { stale, items: [] };
  const order = inOrder(descending);
  const places = board.rows
    .filter(({ name, base }) => name.toLowerCase().includes(search) || base.toLowerCase().includes(search))
    .map((row) => ({ row, value: VALUES[sort](row), base: row.base }))
    .filter((place) => !after || order(place, after) > 0)
    .sort(order);
  const page = places.slice(0, limit);
  const last = page.at(-1);
  return {
    asOf: board.asOf,
    source: board.source,
    stale,
    items: page.map(({ row }) => row),
    ...(last && places.length > limit
      ? { next: encode([sort, descending, search, last.value ?? null, last.base]) }
      : {}),
  };
};

export interface MarketView {
  readonly row: BoardRow;
  readonly asOf: number;
  readonly source: VenueId;
  readonly stale: boolean;
  readonly instruments: readonly (Instrument & { readonly followed: boolean })[];
}

/** One coin of the board, and by which instruments it can be traded: those of the first feed first. */
export const readMarket = async (
  ports: MarketPorts,
  base: string,
  now: number,
): Promise<Result<MarketView>> => {
  const [{ board, stale }, listings, roster] = await Promise.all([
    currentBoard(ports, now),
    ports.listings.all(),
    ports.roster.cached(),
  ]);
  if (!board) return refuse('price_unavailable', 'the board has not been filled yet');
  const row = board.rows.find((candidate) => candidate.base === base);
  if (!row) return refuse('not_found', `${base} is not on the board`);
  const { feeds, symbols } = ports.settings;
  const followed = new Set([...symbols, ...followedIn(roster)]);
  const instruments = feeds.flatMap((venue) =>
    (listings.find((listing) => listing.venue === venue)?.instruments ?? [])
      .filter(({ symbol }) => baseOf(symbol) === base)
      .map((instrument) => ({ ...instrument, followed: followed.has(instrument.symbol) })),
  );
  const { asOf, source } = board;
  return ok({ row, asOf, source, stale, instruments });
};
