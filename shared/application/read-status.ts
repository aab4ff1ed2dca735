import type { Disagreement } from '../domain/market/disagreement.ts';
import { type FeedHealth, together } from '../domain/market/feed-health.ts';
import type { Resolution } from '../domain/market/path.ts';
import { batchesOf } from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { BatchState, StoredBlindWindow } from '../ports/market-store.ts';
import { batchCount } from './batches.ts';
import type { MarketPorts } from './ports.ts';
import { ageOf } from './quote-age.ts';
import { BOARD_STALE_AFTER } from './read-board.ts';
import { loadBatches } from './read-market.ts';

type TickPorts = Pick<MarketPorts, 'market' | 'settings' | 'roster'>;
type StatusPorts = TickPorts & Pick<MarketPorts, 'boards'>;

const BLIND_WINDOWS_SHOWN = 50;
/** A path is evaluated tick by tick; the coarsest, CoinGecko's, has a point a minute, and two may be lost, ms. */
const LATE_AFTER = 180_000;

export interface FeedStatus {
  readonly venue: VenueId;
  readonly health?: FeedHealth;
  readonly clockOffsetMs: number;
}

/** How ticks do. Times in ms. */
export interface TickStatus {
  readonly lastTickAt: number | null;
  readonly feeds: readonly FeedStatus[];
  readonly markets: readonly {
    readonly symbol: MarketSymbol;
    readonly venue: VenueId;
    readonly cursor: number;
    readonly lagMs: number;
    readonly resolution?: Resolution;
    /** Absent where nobody has quoted it yet. */
    readonly quote?: { readonly source: VenueId; readonly ageMs: number };
    /** The quote is older than its bound, or there is none. */
    readonly stale: boolean;
    /** The path has not been evaluated for minutes: trades made here wait, whatever the quote says. */
    readonly late: boolean;
  }[];
}

export interface BoardStatus {
  readonly asOf?: number;
  readonly source?: VenueId;
  readonly checkedAt?: number;
  readonly ageMs?: number;
  readonly stale: boolean;
  readonly feeds: readonly { readonly venue: VenueId; readonly health: FeedHealth }[];
}

export interface MarketStatus extends TickStatus {
  readonly blindWindows: readonly StoredBlindWindow[];
  readonly board: BoardStatus;
  readonly disagreements: readonly Disagreement[];
}

/** Of several batches the one that was served worst speaks for a feed; calls are averaged over all. */
const worst = (states: readonly BatchState[], venue: VenueId): FeedHealth | undefined => {
  const healths = states.flatMap(({ feeds }) => feeds[venue] ?? []);
  const [first] = healths.toSorted(
    (left, right) => right.failures - left.failures || left.lastOkAt - right.lastOkAt,
  );
  const calls = together(healths.flatMap((health) => health.calls ?? []));
  return first && calls ? { ...first, calls } : first;
};

/** A venue that FEEDS no longer names, though trades may wait on its path until it is put back. */
const ABANDONED: FeedHealth = {
  failures: 1,
  retryAt: 0,
  lastOkAt: 0,
  lastError: 'not in FEEDS any more: trades made here wait until it is put back',
};

const abandonedVenues = ({ settings }: TickPorts, states: readonly BatchState[]): VenueId[] => [
  ...new Set(
    states.flatMap(({ markets }) =>
      markets.flatMap(({ venue }) => (settings.feeds.includes(venue) ? [] : venue)),
    ),
  ),
];

const marketsOf = (state: BatchState, { settings }: TickPorts, now: number): TickStatus['markets'] =>
  state.markets.map(({ symbol, venue, cursor, resolution, quote }) => {
    const ageMs = quote && ageOf(state, quote, now);
    const lagMs = Math.max(0, now + (state.clocks[venue]?.offset ?? 0) - cursor);
    return {
      symbol,
      venue,
      cursor,
      lagMs,
      late: lagMs >= LATE_AFTER,
      ...(resolution ? { resolution } : {}),
      ...(quote && ageMs !== undefined ? { quote: { source: quote.source, ageMs } } : {}),
      stale: ageMs === undefined || ageMs >= settings.quoteStaleMs,
    };
  });

/** What the state items say: one read for each batch, and no other. */
export const tickStatus = async (ports: TickPorts, now: number): Promise<TickStatus> => {
  const configured = Array.from({ length: batchCount(ports.settings.symbols) }, (_, batch) => batch);
  const dynamic = batchesOf(await ports.roster.cached());
  const states = await loadBatches(ports, [...configured, ...dynamic]);
  // A dynamic batch may have had nothing to do for days.
  const slots = states
    .filter(({ batch, slot }) => slot > 0 && configured.includes(batch))
    .map(({ slot }) => slot);
  return {
    lastTickAt: slots.length === 0 ? null : Math.min(...slots),
    feeds: [...ports.settings.feeds, ...abandonedVenues(ports, states)].map((venue) => {
      const isAbandoned = !ports.settings.feeds.includes(venue);
      const health = isAbandoned ? ABANDONED : worst(states, venue);
      const offset = states.find(({ clocks }) => clocks[venue])?.clocks[venue]?.offset ?? 0;
      return { venue, ...(health ? { health } : {}), clockOffsetMs: offset };
    }),
    markets: states.flatMap((state) => marketsOf(state, ports, now)),
  };
};

/** Ticks, feeds, the board, what was not seen, and what does not agree. */
export const marketStatus = async (ports: StatusPorts, now: number): Promise<MarketStatus> => {
  const [ticks, blindWindows, board] = await Promise.all([
    tickStatus(ports, now),
    ports.market.blindWindows(BLIND_WINDOWS_SHOWN),
    ports.boards.state(),
  ]);
  const ageMs = board?.asOf === undefined ? undefined : Math.max(0, now - board.asOf);
  const stale = ageMs === undefined || ageMs >= BOARD_STALE_AFTER;
  return {
    ...ticks,
    blindWindows,
    board: {
      ...(board?.asOf === undefined ? {} : { asOf: board.asOf }),
      ...(board?.source ? { source: board.source } : {}),
      ...(board ? { checkedAt: board.checkedAt } : {}),
      ...(ageMs === undefined ? {} : { ageMs }),
      stale,
      feeds: Object.entries(board?.feeds ?? {}).map(([venue, health]) => ({
        venue: venue as VenueId,
        health,
      })),
    },
    // An old board says nothing of the prices of now.
    disagreements: stale ? [] : (board?.disagreements ?? []),
  };
};
