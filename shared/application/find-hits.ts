import { highOf, lowOf } from '../domain/market/path.ts';
import type { TradeKey } from '../ports/trade-store.ts';
import type { TickPorts } from './ports.ts';
import type { MarketPass } from './tick-paths.ts';

export const keyText = (key: TradeKey): string => `${key.userId} ${key.tradeId}`;

const distinct = (keys: readonly TradeKey[]): TradeKey[] => [
  ...new Map(keys.map((key) => [keyText(key), key])).values(),
];

const byPrice = async (ports: TickPorts, { window, next }: MarketPass): Promise<TradeKey[]> => {
  if (window.elements.length === 0) return [];
  const low = window.elements.reduce(
    (least, element) => Math.min(least, lowOf(element)),
    Number.POSITIVE_INFINITY,
  );
  const high = window.elements.reduce((most, element) => Math.max(most, highOf(element)), 0);
  return ports.triggers.firedBy(next.venue, next.symbol, { low, high });
};

/** The trades that these passes may fire: by price over each whole window, by time up to the latest cursor. */
export const findHits = async (
  ports: TickPorts,
  passes: ReadonlyMap<string, MarketPass>,
): Promise<TradeKey[]> => {
  if (passes.size === 0) return [];
  const all = [...passes.values()];
  const latest = Math.max(...all.map(({ window }) => window.completeTo));
  const found = await Promise.all([
    ...all.map((pass) => byPrice(ports, pass)),
    ports.triggers.dueBy(latest, new Set(passes.keys())),
  ]);
  return distinct(found.flat());
};
