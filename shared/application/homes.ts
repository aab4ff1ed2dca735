import { batchesOf, batchOfSlot, entryOf, isFollowed } from '../domain/market/roster.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { RosterStore } from '../ports/roster-store.ts';
import { batchCount, batchOf } from './batches.ts';

interface HomePorts {
  readonly settings: { readonly symbols: readonly MarketSymbol[] };
  readonly roster: Pick<RosterStore, 'cached' | 'read'>;
}

/** What is not in the roster may have come since it was read; what is in it, stays where it is. */
const entryFor = async ({ roster }: Pick<HomePorts, 'roster'>, symbol: MarketSymbol) =>
  entryOf(await roster.cached(), symbol) ?? entryOf(await roster.read(), symbol);

/**
 * The batch whose ticks evaluate a symbol, be it of the settings or followed on demand; undefined where nobody follows it.
 * Costs nothing for the symbols of the settings.
 */
export const findBatch = async (ports: HomePorts, symbol: MarketSymbol): Promise<number | undefined> => {
  const configured = batchOf(ports.settings.symbols, symbol);
  if (configured !== undefined) return configured;
  const entry = await entryFor(ports, symbol);
  return entry && isFollowed(entry) ? batchOfSlot(entry.slot) : undefined;
};

/**
 * The batches that have to hear of what is armed in a symbol: its own, also where it has just left it. One that has none, since
 * the settings have dropped it, may be evaluated by any.
 */
export const batchesToTell = async (ports: HomePorts, symbol: MarketSymbol): Promise<readonly number[]> => {
  const configured = batchOf(ports.settings.symbols, symbol);
  if (configured !== undefined) return [configured];
  const entry = await entryFor(ports, symbol);
  if (entry) return [batchOfSlot(entry.slot)];
  const all = Array.from({ length: batchCount(ports.settings.symbols) }, (_, batch) => batch);
  return [...all, ...batchesOf(await ports.roster.read())];
};
