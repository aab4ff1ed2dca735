import { batchOfSlot, isFollowed, type Roster, reviewed } from '../domain/market/roster.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import { StoreUnavailableError } from '../ports/trade-store.ts';
import type { WatchlistStore } from '../ports/watchlist-store.ts';
import { fingerprint } from './fingerprint.ts';
import type { BookPorts } from './ports.ts';

const MAX_TRIES = 8;
const PAUSE = 50;

export interface ReviewPorts extends BookPorts {
  readonly watchlists: WatchlistStore;
}

type Used = ReadonlyMap<MarketSymbol, ReadonlySet<string>>;

/** Every symbol of a trade that waits or is open, and of a watchlist, by whom; whole, or an error. */
const inUse = async ({ accounts, trades, watchlists, settings }: ReviewPorts): Promise<Used> => {
  const used = new Map<MarketSymbol, Set<string>>();
  const configured = new Set(settings.symbols);
  const note = (userId: string, symbols: readonly MarketSymbol[]) => {
    for (const symbol of symbols)
      if (!configured.has(symbol)) used.set(symbol, (used.get(symbol) ?? new Set()).add(fingerprint(userId)));
  };
  const users = new Set((await accounts.live()).map(({ userId }) => userId));
  for (const userId of users) note(userId, await trades.symbolsInUse(userId));
  for (const { userId, symbols } of await watchlists.watched()) note(userId, symbols);
  return used;
};

/** The markets of what is followed no more, where a state still holds them. */
const heldMarkets = async ({ market }: ReviewPorts, { entries }: Roster): Promise<Set<MarketSymbol>> => {
  const gone = entries.filter((entry) => !isFollowed(entry));
  const batches = [...new Set(gone.map(({ slot }) => batchOfSlot(slot)))];
  const states = await Promise.all(batches.map((batch) => market.loadBatch(batch)));
  return new Set(states.flatMap((state) => state?.markets.map(({ symbol }) => symbol) ?? []));
};

/** Settings' symbols need no place: what the settings have taken up since leaves as what nobody uses. */
const sameRoster = (left: Roster, right: Roster): boolean =>
  JSON.stringify(left.entries) === JSON.stringify(right.entries);

export interface RosterReport {
  readonly followed: number;
  readonly used: number;
}

/**
 * Once an hour: whatever is in use is followed on, and what nobody wants any more ends. A pass that does not come to its end
 * changes nothing.
 * @param time ms, of the schedule
 * @param wall ms, the machine's clock
 */
export const reviewRoster = async (ports: ReviewPorts, time: number, wall: number): Promise<RosterReport> => {
  const used = await inUse(ports);
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const stored = await ports.roster.read();
    const held = await heldMarkets(ports, stored);
    const next = reviewed(stored, { used, now: time, wall, isHeld: (symbol) => held.has(symbol) });
    if (sameRoster(stored, next) || (await ports.roster.save(next)))
      return { followed: next.entries.filter(isFollowed).length, used: used.size };
    await ports.sleep(Math.random() * PAUSE * 2 ** attempt);
  }
  throw new StoreUnavailableError('the roster changed each time it was to be reviewed');
};
