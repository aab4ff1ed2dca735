import type { MarketSymbol } from './symbol.ts';

/** Symbols of one state item and one tick message. */
export const BATCH_SIZE = 20;
/** Batches of this number and above hold what is followed on demand; those below, what the settings name. */
export const FIRST_DYNAMIC = 1_000;
/** Of one installation: each costs its share of ticks as long as it is followed. */
export const MOST_FOLLOWED = 500;
/** Of those that are followed, as many may have been begun by one user. */
export const MOST_BEGUN = 100;

const HOUR = 3_600_000;
/** Asked for a while, a symbol is wanted for this much longer, ms: whoever asks again within it writes nothing. */
const SLACK = HOUR;
/** What a complete pass has found in use is wanted for so long from then on, ms: two passes may fail. */
const IN_USE = 3 * HOUR;
/** What nobody has wanted for so long, ms, leaves with the next complete pass. */
const OVERDUE = HOUR;
/** A slot is kept for the symbol that has left it for so long, ms of the machine's clock: no write takes longer. */
const KEPT = HOUR;

/** A symbol beyond the settings' that is followed, or was until lately. */
export interface RosterEntry {
  readonly symbol: MarketSymbol;
  /** Its place in the dynamic batches: never another while there is an entry. */
  readonly slot: number;
  /** ms, the market's time. */
  readonly wantedUntil: number;
  /** Stands for the user who began it; empty: nobody in particular. */
  readonly by: string;
  /** ms, the machine's clock: not followed since. */
  readonly goneAt?: number;
}

/** All of them: one item, changed on condition of its version. */
export interface Roster {
  readonly version: number;
  readonly entries: readonly RosterEntry[];
}

export const EMPTY_ROSTER: Roster = { version: 0, entries: [] };

export const batchOfSlot = (slot: number): number => FIRST_DYNAMIC + Math.floor(slot / BATCH_SIZE);
export const isDynamic = (batch: number): boolean => batch >= FIRST_DYNAMIC;
export const isFollowed = ({ goneAt }: RosterEntry): boolean => goneAt === undefined;

/** Also one that is followed no more: its batch is still the one to tell. */
export const entryOf = ({ entries }: Roster, symbol: MarketSymbol): RosterEntry | undefined =>
  entries.find((entry) => entry.symbol === symbol);

/** Batches that need ticks: also those from which something has still to be dropped. */
export const batchesOf = ({ entries }: Roster): number[] =>
  [...new Set(entries.map(({ slot }) => batchOfSlot(slot)))].sort((left, right) => left - right);

/** What is followed in this batch, or in all. */
export const followedIn = ({ entries }: Roster, batch?: number): MarketSymbol[] =>
  entries
    .filter((entry) => isFollowed(entry) && (batch === undefined || batchOfSlot(entry.slot) === batch))
    .map(({ symbol }) => symbol);

/** Followed at least until then. */
export const isWanted = (roster: Roster, symbol: MarketSymbol, until: number): boolean => {
  const entry = entryOf(roster, symbol);
  return entry !== undefined && isFollowed(entry) && entry.wantedUntil >= until;
};

export interface Wanting {
  readonly by: string;
  /** ms, the market's time. */
  readonly until: number;
  /** Absent: no limit. */
  readonly limits?: { readonly followed: number; readonly begun: number };
}

export type Wanted =
  | { readonly roster: Roster; readonly begun: readonly MarketSymbol[] }
  | { readonly over: 'followed' | 'begun' };

/** The roster with these symbols in it. Who comes back while its slot is kept gets the same one. */
export const want = (
  roster: Roster,
  symbols: readonly MarketSymbol[],
  { by, until, limits }: Wanting,
): Wanted => {
  const entries = new Map(roster.entries.map((entry) => [entry.symbol, entry]));
  const taken = new Set(roster.entries.map(({ slot }) => slot));
  const begun: MarketSymbol[] = [];
  let lowest = 0;
  const freeSlot = (): number => {
    while (taken.has(lowest)) lowest++;
    taken.add(lowest);
    return lowest;
  };
  for (const symbol of symbols) {
    const entry = entries.get(symbol);
    if (entry && isFollowed(entry)) {
      const wantedUntil = entry.wantedUntil < until ? until + SLACK : entry.wantedUntil;
      entries.set(symbol, { ...entry, wantedUntil });
      continue;
    }
    begun.push(symbol);
    entries.set(symbol, { symbol, slot: entry?.slot ?? freeSlot(), wantedUntil: until + SLACK, by });
  }
  const all = [...entries.values()];
  const followed = all.filter(isFollowed);
  if (limits && begun.length > 0) {
    if (followed.length > limits.followed) return { over: 'followed' };
    if (followed.filter((entry) => entry.by === by).length > limits.begun) return { over: 'begun' };
  }
  return { roster: { ...roster, entries: all }, begun };
};

export interface Review {
  /** What a complete pass has found in use beyond the settings' symbols, and by whom. */
  readonly used: ReadonlyMap<MarketSymbol, ReadonlySet<string>>;
  /** ms, the market's time, and the machine's clock. */
  readonly now: number;
  readonly wall: number;
  /** Whether a state still holds the market: its slot is not free yet. */
  readonly isHeld: (symbol: MarketSymbol) => boolean;
}

/**
 * The roster after a complete pass over what is in use: that is wanted on, what nobody has wanted for an hour is followed no
 * more, and what has been gone for an hour is forgotten.
 */
export const reviewed = (roster: Roster, { used, now, wall, isHeld }: Review): Roster => {
  const entries = roster.entries.flatMap((entry): RosterEntry[] => {
    const users = used.get(entry.symbol);
    if (users) {
      const { goneAt: _, ...rest } = entry;
      const by = users.has(entry.by) ? entry.by : ([...users][0] ?? '');
      return [{ ...rest, by, wantedUntil: Math.max(entry.wantedUntil, now + IN_USE) }];
    }
    if (entry.goneAt !== undefined)
      // A clock that was in the future then has been put right since.
      return wall - entry.goneAt >= KEPT && !isHeld(entry.symbol)
        ? []
        : [{ ...entry, goneAt: Math.min(entry.goneAt, wall) }];
    return [entry.wantedUntil + OVERDUE <= now ? { ...entry, goneAt: wall } : entry];
  });
  const missing = [...used.keys()].filter((symbol) => !entries.some((entry) => entry.symbol === symbol));
  // Trades wait there: no limit keeps them from being evaluated.
  const added = want({ ...roster, entries }, missing, { by: '', until: now + IN_USE - SLACK });
  return 'roster' in added ? added.roster : roster;
};
