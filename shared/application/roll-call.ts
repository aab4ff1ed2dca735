import { followedIn, isDynamic } from '../domain/market/roster.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { BatchState } from '../ports/market-store.ts';
import { symbolsOf } from './batches.ts';
import type { TickPorts } from './ports.ts';

const MINUTE = 60_000;

export interface RollCall {
  readonly state: BatchState;
  /** What the batch is to follow. */
  readonly symbols: readonly MarketSymbol[];
}

const isNewMinute = (state: BatchState, now: number): boolean =>
  Math.floor(now / MINUTE) !== Math.floor(state.slot / MINUTE);

/**
 * The symbols of a batch. Those of a dynamic one are compared with the roster once a minute: what is missing was left out by
 * somebody who died, and what has left the roster leaves the state, in one write on condition that the roster is still the one that
 * was read. So nobody who follows it again meanwhile finds it here and loses it.
 * @param stored read before the roster is, here: whatever is in it had its place in the roster then
 */
export const rollCall = async (
  ports: TickPorts,
  stored: BatchState,
  { now, isAsked }: { readonly now: number; readonly isAsked: boolean },
): Promise<RollCall> => {
  const { symbols } = ports.settings;
  if (!isDynamic(stored.batch)) return { state: stored, symbols: symbolsOf(symbols, stored.batch) };
  // What the settings name by now is theirs: it leaves once their batch holds it.
  const own = stored.markets.filter(({ symbol }) => !symbols.includes(symbol));
  if (!isAsked && !isNewMinute(stored, now))
    return { state: stored, symbols: [...new Set(own.map(({ symbol }) => symbol))] };
  const roster = await ports.roster.read();
  const followed = followedIn(roster, stored.batch).filter((symbol) => !symbols.includes(symbol));
  const left = new Set(own.map(({ symbol }) => symbol).filter((symbol) => !followed.includes(symbol)));
  if (left.size === 0) return { state: stored, symbols: followed };
  const rest = { ...stored, markets: stored.markets.filter(({ symbol }) => !left.has(symbol)) };
  const isDropped = await ports.market.saveBatch(rest, stored.version, roster.version);
  return { state: isDropped ? { ...rest, version: stored.version + 1 } : stored, symbols: followed };
};
