import type { MarketSymbol } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { BatchState } from '../ports/market-store.ts';
import { batchOf } from './batches.ts';
import { type FollowPorts, follow, mend, WANTED_FOR } from './follow.ts';
import { freshPrice, lastPrice } from './read-market.ts';
import { emptyBatch, followedVenues } from './tick-state.ts';

/** A first quote comes within a second or two; a trader waits no longer than this for it, ms. */
const PATIENCE = 8_000;
const LOOK_EVERY = 400;

interface Trading {
  readonly userId: string;
  /** ms, the request's own time. */
  readonly now: number;
}

/** The state once it has a price, or as it is when patience ends. */
const withFirstPrice = async (
  ports: FollowPorts,
  state: BatchState,
  symbol: MarketSymbol,
  now: number,
): Promise<BatchState> => {
  let known = state;
  for (
    let waited = 0;
    waited < PATIENCE && freshPrice(ports.settings, known, symbol, now) === undefined;
    waited += LOOK_EVERY
  ) {
    await ports.sleep(LOOK_EVERY);
    known = (await ports.market.loadBatch(state.batch)) ?? known;
  }
  return known;
};

/**
 * The state by which something is traded: the symbol is followed from here on, long enough for the trade to be found in use. Of
 * one that nobody followed before, the first price is waited for, so that the first order does as any other.
 */
export const stateForTrading = async (
  ports: FollowPorts,
  symbol: MarketSymbol,
  { userId, now }: Trading,
): Promise<Result<BatchState>> => {
  const configured = batchOf(ports.settings.symbols, symbol);
  if (configured !== undefined)
    return ok((await ports.market.loadBatch(configured)) ?? emptyBatch(configured));
  const followed = await follow(ports, [symbol], { userId, now, until: now + WANTED_FOR.trade });
  if (!followed.ok) return refuse(followed.problem.code, followed.problem.message);
  const { batches, begun } = followed.value;
  const batch = batches.get(symbol);
  if (batch === undefined) throw new Error(`${symbol} is followed, and has no batch`);
  const stored = (await ports.market.loadBatch(batch)) ?? emptyBatch(batch);
  // Whoever began it may have died before its market was written.
  const isThere = followedVenues(ports.settings.feeds, stored, symbol).length > 0;
  const state = isThere ? stored : await mend(ports, symbol, batch, now);
  const isNew = begun.length > 0 || lastPrice(state, symbol) === undefined;
  return ok(isNew ? await withFirstPrice(ports, state, symbol, now) : state);
};
