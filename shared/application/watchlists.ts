import type { MarketSymbol } from '../domain/market/symbol.ts';
import { MOST_WATCHLISTS, type Watchlist } from '../domain/market/watchlist.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { StoreUnavailableError } from '../ports/trade-store.ts';
import type { WatchlistStore, Watchlists } from '../ports/watchlist-store.ts';
import { type FollowPorts, follow, WANTED_FOR } from './follow.ts';
import type { RequestPorts } from './ports.ts';

const MAX_TRIES = 8;
const PAUSE = 20;

export type WatchlistPorts = FollowPorts &
  Pick<RequestPorts, 'newId'> & { readonly watchlists: WatchlistStore };

interface Caller {
  readonly userId: string;
  /** ms, the request's own time. */
  readonly now: number;
}

const notFound = (id: string) => refuse('not_found', `there is no watchlist ${id}`);

/** First the symbols are followed, then they are written down: what is on a list always is. */
const followed = (ports: FollowPorts, symbols: readonly MarketSymbol[], { userId, now }: Caller) =>
  follow(ports, symbols, { userId, now, until: now + WANTED_FOR.watchlist });

/** Changes the lists of a user as they are now, whoever else changes them meanwhile. */
const change = async <T>(
  { watchlists, sleep }: WatchlistPorts,
  userId: string,
  decide: (
    lists: readonly Watchlist[],
  ) =>
    | Result<{ lists?: readonly Watchlist[]; answer: T }>
    | Promise<Result<{ lists?: readonly Watchlist[]; answer: T }>>,
): Promise<Result<T>> => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const stored: Watchlists = await watchlists.load(userId);
    const decided = await decide(stored.lists);
    if (!decided.ok) return decided;
    const { lists, answer } = decided.value;
    if (!lists) return ok(answer);
    const outcome = await watchlists.save(userId, { version: stored.version, lists });
    if (outcome === 'saved') return ok(answer);
    if (outcome === 'no_user') return refuse('not_found', 'there is no such user');
    await sleep(Math.random() * PAUSE * 2 ** attempt);
  }
  throw new StoreUnavailableError('the watchlists changed each time they were to be written');
};

export const listWatchlists = async (
  { watchlists }: WatchlistPorts,
  userId: string,
): Promise<readonly Watchlist[]> => (await watchlists.load(userId)).lists;

export const getWatchlist = async (
  ports: WatchlistPorts,
  { userId, id }: { readonly userId: string; readonly id: string },
): Promise<Result<Watchlist>> => {
  const found = (await listWatchlists(ports, userId)).find((list) => list.id === id);
  return found ? ok(found) : notFound(id);
};

interface Made {
  readonly list: Watchlist;
  readonly repeated: boolean;
}

/** The same request again is answered with the list that it made, as it is by now. */
export const createWatchlist = (
  ports: WatchlistPorts,
  request: Caller & {
    readonly name: string;
    readonly symbols: readonly MarketSymbol[];
    readonly madeBy?: NonNullable<Watchlist['madeBy']>;
  },
): Promise<Result<Made>> => {
  const { userId, now, name, symbols, madeBy } = request;
  return change<Made>(ports, userId, async (lists) => {
    const before =
      madeBy && lists.find((list) => list.madeBy?.clientWatchlistId === madeBy.clientWatchlistId);
    if (before && before.madeBy?.bodyHash !== madeBy.bodyHash)
      return refuse('client_id_conflict', `the client id was used before, for ${before.id}`);
    if (before) return ok({ answer: { list: before, repeated: true } });
    if (lists.length >= MOST_WATCHLISTS)
      return refuse('too_many_watchlists', `at most ${MOST_WATCHLISTS} watchlists`);
    const following = await followed(ports, symbols, request);
    if (!following.ok) return following;
    const list = { id: ports.newId(now), name, symbols, version: 1, ...(madeBy ? { madeBy } : {}) };
    return ok({ lists: [...lists, list], answer: { list, repeated: false } });
  });
};

/** @returns the list as it is then */
export const changeWatchlist = (
  ports: WatchlistPorts,
  request: Caller & {
    readonly id: string;
    readonly changes: { readonly name?: string; readonly symbols?: readonly MarketSymbol[] };
    /** One of these it must be still. */
    readonly versions?: readonly number[];
  },
): Promise<Result<Watchlist>> => {
  const { userId, id, changes, versions } = request;
  return change(ports, userId, async (lists) => {
    const list = lists.find((one) => one.id === id);
    if (!list) return notFound(id);
    if (versions && !versions.includes(list.version))
      return refuse('version_conflict', `the watchlist is in version ${list.version}`);
    const following = await followed(ports, changes.symbols ?? [], request);
    if (!following.ok) return following;
    const next = { ...list, ...changes, version: list.version + 1 };
    return ok({ lists: lists.map((one) => (one.id === id ? next : one)), answer: next });
  });
};

/** What nobody else wants of it ends within hours. */
export const deleteWatchlist = (
  ports: WatchlistPorts,
  { userId, id }: { readonly userId: string; readonly id: string },
): Promise<Result<Watchlist>> =>
  change(ports, userId, (lists) => {
    const list = lists.find((one) => one.id === id);
    return list ? ok({ lists: lists.filter((one) => one.id !== id), answer: list }) : notFound(id);
  });
