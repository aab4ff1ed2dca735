/**
 * How often each thing is asked for, ms: `alone` without a socket, `live` while it brings what changes. Whatever the socket puts in
 * begins an interval anew, but for the overview's and the board's. docs/cost.md is reckoned from these.
 */
export const POLLING = {
  /** Live: trades and watched prices arrive; what is left is a safety net (overviewWait). */
  overview: { alone: 2_000, live: 300_000 },
  /** Live: every booking and fill arrives. */
  accounts: { alone: 15_000, live: 300_000 },
  /** What prices do to the value of an account does not arrive. */
  portfolio: { alone: 15_000, live: 60_000 },
  /** Asked for when something is booked; in between its prices arrive. */
  positions: { alone: 5_000, live: 120_000 },
  /** Hours; the last point is now. */
  history: { alone: 60_000, live: 300_000 },
  /** Live: of each new version of the trade it is asked for anyway. */
  log: { alone: 3_000, live: 300_000 },
  /** Live: asked for when a candle closes. In between it has the highs and lows that the one of now has seen. */
  candles: { alone: 5_000, live: 120_000 },
  /** On its own page, where each tick brings it: asked for where ticks have ended, or its ages would stand still. */
  status: { alone: 5_000, live: 30_000 },
  /** The same for the blind windows of the chart: an outage that nobody can fill any more. */
  blindWindows: { alone: 120_000, live: 300_000 },
  /** Live: the rows arrive each minute, without the sparklines. */
  board: { alone: 30_000, live: 600_000 },
} as const;

/** The longest tick is a minute: where no tick was told of for so long there is none. */
const SILENT_MS = 90_000;
const LEAST_MS = 250;

/** How long to wait until what was answered at a moment is asked for again, ms, whatever has been put into it since. */
export const waitSince = (answeredAt: number, wait: number, now: number): number =>
  Math.max(LEAST_MS, Math.min(wait, answeredAt + wait - now));

export interface OverviewSeen {
  readonly live: boolean;
  /** The last whole answer failed. */
  readonly failing: boolean;
  /** What it says of its prices: that they are well again only the next one says. */
  readonly stale: boolean;
  /** Of the last whole answer, or its failure, ms of this machine. */
  readonly answeredAt: number;
  /** When the socket last told of a tick, though nothing may have moved; undefined where no price is watched. */
  readonly toldAt: number | undefined;
}

/**
 * How long to wait until the overview is asked for again, ms. The socket brings what changes, but never that nothing does: where ticks
 * have ended it is silent, and only the overview says that prices grow stale.
 */
export const overviewWait = (
  { live, failing, stale, answeredAt, toldAt }: OverviewSeen,
  now: number,
): number => {
  const { alone, live: rare } = POLLING.overview;
  const wait = !live || failing ? alone : stale ? SILENT_MS : rare;
  const rest = waitSince(answeredAt, wait, now);
  return toldAt === undefined
    ? rest
    : Math.min(rest, waitSince(Math.max(answeredAt, toldAt), SILENT_MS, now));
};
