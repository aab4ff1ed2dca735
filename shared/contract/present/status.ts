import type { FeedHealth } from '../../domain/market/feed-health.ts';
import type { BlindWindow, Resolution } from '../../domain/market/path.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { HealthJson, StatusJson } from '../schemas/status.ts';
import { moment, momentOrNull, seconds } from './primitives.ts';

export interface FeedStatus {
  readonly venue: VenueId;
  readonly health?: FeedHealth | undefined;
  readonly clockOffsetMs: number;
}

/** How ticks and feeds do. Times in ms. */
export interface MarketStatus {
  readonly lastTickAt: number | null;
  readonly feeds: readonly FeedStatus[];
  readonly markets: readonly {
    readonly symbol: MarketSymbol;
    readonly venue: VenueId;
    readonly cursor: number;
    readonly lagMs: number;
    readonly resolution?: Resolution | undefined;
  }[];
  readonly blindWindows: readonly (BlindWindow & {
    readonly venue: VenueId;
    readonly symbol: MarketSymbol;
  })[];
}

const stateOf = (health: FeedHealth | undefined): 'ok' | 'failing' | 'unknown' => {
  if (!health) return 'unknown';
  return health.failures === 0 ? 'ok' : 'failing';
};

export const presentFeed = ({ venue, health, clockOffsetMs }: FeedStatus): StatusJson['feeds'][number] => ({
  venue,
  state: stateOf(health),
  failures: health?.failures ?? 0,
  // 0 stands for "never" in both.
  retryAt: momentOrNull(health?.retryAt || undefined),
  lastOkAt: momentOrNull(health?.lastOkAt || undefined),
  lastError: health?.lastError ?? null,
  clockOffsetMs,
});

export const presentStatus = (status: MarketStatus, now: number): StatusJson => ({
  now: moment(now),
  lastTickAt: momentOrNull(status.lastTickAt ?? undefined),
  feeds: status.feeds.map(presentFeed),
  markets: status.markets.map(({ symbol, venue, cursor, lagMs, resolution }) => ({
    symbol,
    venue,
    cursor: moment(cursor),
    lagSeconds: seconds(lagMs),
    resolution: resolution ?? null,
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
  status: Pick<MarketStatus, 'lastTickAt' | 'markets'> & { readonly market: VenueId },
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
