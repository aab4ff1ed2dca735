import type { Disagreement } from '../../domain/market/disagreement.ts';
import type { FeedHealth } from '../../domain/market/feed-health.ts';
import type { BlindWindow, Resolution } from '../../domain/market/path.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { HealthJson, StatusJson } from '../schemas/status.ts';
import { decimalText, moment, momentOrNull, seconds } from './primitives.ts';

export interface FeedStatus {
  readonly venue: VenueId;
  readonly health?: FeedHealth | undefined;
  readonly clockOffsetMs: number;
}

interface TickStatus {
  readonly lastTickAt: number | null;
  readonly markets: readonly {
    readonly symbol: MarketSymbol;
    readonly venue: VenueId;
    readonly cursor: number;
    readonly lagMs: number;
    readonly resolution?: Resolution | undefined;
    readonly quote?: { readonly source: VenueId; readonly ageMs: number };
    readonly stale: boolean;
    readonly late: boolean;
  }[];
}

/** How ticks, feeds and the board do. Times in ms. */
export interface MarketStatus extends TickStatus {
  readonly feeds: readonly FeedStatus[];
  readonly blindWindows: readonly (BlindWindow & {
    readonly venue: VenueId;
    readonly symbol: MarketSymbol;
  })[];
  readonly board: {
    readonly asOf?: number;
    readonly source?: VenueId;
    readonly checkedAt?: number;
    readonly ageMs?: number;
    readonly stale: boolean;
    readonly feeds: readonly { readonly venue: VenueId; readonly health: FeedHealth }[];
  };
  readonly disagreements: readonly Disagreement[];
}

const stateOf = (health: FeedHealth | undefined): 'ok' | 'failing' | 'unknown' => {
  if (!health) return 'unknown';
  return health.failures === 0 ? 'ok' : 'failing';
};

const presentHealthOf = (
  venue: VenueId,
  health: FeedHealth | undefined,
): StatusJson['board']['feeds'][number] => ({
  venue,
  state: stateOf(health),
  failures: health?.failures ?? 0,
  // 0 stands for "never" in all of these.
  retryAt: momentOrNull(health?.retryAt || undefined),
  lastOkAt: momentOrNull(health?.lastOkAt || undefined),
  lastError: health?.lastError ?? null,
  lastErrorAt: momentOrNull(health?.lastErrorAt),
  latencyMs: health?.calls?.latencyMs || null,
  lastLatencyMs: health?.calls?.lastLatencyMs || null,
  errorRate: health?.calls?.errorRate ?? null,
});

export const presentFeed = ({ venue, health, clockOffsetMs }: FeedStatus): StatusJson['feeds'][number] => ({
  ...presentHealthOf(venue, health),
  clockOffsetMs,
});

const boardStatus = ({ asOf, source, ageMs, stale, checkedAt, feeds }: MarketStatus['board']) => ({
  asOf: momentOrNull(asOf),
  source: source ?? null,
  ageSeconds: ageMs === undefined ? null : seconds(ageMs),
  stale,
  checkedAt: momentOrNull(checkedAt),
  feeds: feeds.map(({ venue, health }) => presentHealthOf(venue, health)),
});

export const presentStatus = (status: MarketStatus, now: number): StatusJson => ({
  now: moment(now),
  lastTickAt: momentOrNull(status.lastTickAt ?? undefined),
  feeds: status.feeds.map(presentFeed),
  markets: status.markets.map(({ symbol, venue, cursor, lagMs, resolution, quote, stale, late }) => ({
    symbol,
    venue,
    cursor: moment(cursor),
    lagSeconds: seconds(lagMs),
    resolution: resolution ?? null,
    quoteSource: quote?.source ?? null,
    quoteAgeSeconds: quote ? seconds(quote.ageMs) : null,
    stale,
    late,
  })),
  board: boardStatus(status.board),
  disagreements: status.disagreements.map(({ price, sourcePrice, share, since, ...rest }) => ({
    ...rest,
    price: decimalText(price),
    sourcePrice: decimalText(sourcePrice),
    share: decimalText(share),
    since: moment(since),
  })),
  blindWindows: status.blindWindows.map(({ venue, symbol, from, to, reason }) => ({
    venue,
    symbol,
    from: moment(from),
    to: moment(to),
    reason,
  })),
});

/** Ticks come at least once a minute; three minutes without one is no longer lateness. */
const LONGEST_SILENCE = 180_000;

/**
 * `lagSeconds`: since the last tick, or since the newest moment up to which any market has been evaluated, whichever is
 * worse: ticks that run while no exchange answers are not health.
 */
export const presentHealth = (
  status: {
    readonly lastTickAt: number | null;
    readonly markets: readonly { readonly lagMs: number }[];
    readonly market: VenueId;
  },
  now: number,
): HealthJson => {
  const { lastTickAt, market, markets } = status;
  if (lastTickAt === null || markets.length === 0)
    return {
      status: 'degraded',
      market,
      lastTickAt: momentOrNull(lastTickAt ?? undefined),
      lagSeconds: null,
    };
  const lag = Math.max(now - lastTickAt, Math.min(...markets.map(({ lagMs }) => lagMs)));
  return {
    status: lag > LONGEST_SILENCE ? 'degraded' : 'ok',
    market,
    lastTickAt: moment(lastTickAt),
    lagSeconds: seconds(lag),
  };
};
