import { highOf, lowOf } from '../domain/market/path.ts';
import type { Nearest } from '../domain/trades/nearest.ts';
import type { TradeKey } from '../ports/trade-store.ts';
import type { DueKey } from '../ports/trigger-index.ts';
import type { TickPorts } from './ports.ts';
import type { MarketPass } from './tick-paths.ts';

export const keyText = (key: TradeKey): string => `${key.userId} ${key.tradeId}`;

/** What is known to wait, before any index is asked. */
export interface Known {
  /** Undefined: not known, so that the indexes are asked. */
  readonly nearest: (market: string) => Nearest | undefined;
  readonly dueAt: number | null | undefined;
  readonly shards: number;
}

/** The trades that the passes of one market may fire, and which of its indexes were asked. */
export interface MarketHits {
  readonly below: readonly TradeKey[] | undefined;
  readonly above: readonly TradeKey[] | undefined;
  readonly due: readonly DueKey[];
}

export interface Hits {
  readonly markets: ReadonlyMap<string, MarketHits>;
  readonly askedDue: boolean;
}

const distinct = (keys: readonly TradeKey[]): TradeKey[] => [
  ...new Map(keys.map(({ userId, tradeId }) => [`${userId} ${tradeId}`, { userId, tradeId }])).values(),
];

export const keysOf = ({ below = [], above = [], due }: MarketHits): TradeKey[] =>
  distinct([...below, ...above, ...due]);

/** The lowest and the highest price of a window; undefined where there is none. */
const rangeOf = ({ window }: MarketPass): { low: number; high: number } | undefined =>
  window.elements.length === 0
    ? undefined
    : window.elements.reduce(
        ({ low, high }, element) => ({
          low: Math.min(low, lowOf(element)),
          high: Math.max(high, highOf(element)),
        }),
        { low: Number.POSITIVE_INFINITY, high: 0 },
      );

const byPrice = async (
  ports: TickPorts,
  pass: MarketPass,
  near: Nearest | undefined,
  shards: number,
): Promise<Omit<MarketHits, 'due'>> => {
  const { venue, symbol } = pass.next;
  const range = rangeOf(pass);
  if (!range) return { below: undefined, above: undefined };
  const isBelow = !near || (near.below !== null && near.below >= range.low);
  const isAbove = !near || (near.above !== null && near.above <= range.high);
  const [below, above] = await Promise.all([
    isBelow ? ports.triggers.firedBelow(venue, symbol, range.low, shards) : undefined,
    isAbove ? ports.triggers.firedAbove(venue, symbol, range.high, shards) : undefined,
  ]);
  return { below, above };
};

/**
 * The trades that these passes may fire: by price over each whole window, by time up to the latest cursor. An index is asked
 * only where what is known to wait has been reached.
 */
export const findHits = async (
  ports: TickPorts,
  passes: ReadonlyMap<string, MarketPass>,
  known: Known,
): Promise<Hits> => {
  if (passes.size === 0) return { markets: new Map(), askedDue: false };
  const latest = Math.max(...[...passes.values()].map(({ window }) => window.completeTo));
  const askedDue = known.dueAt === undefined || (known.dueAt !== null && known.dueAt <= latest);
  const [due, ...prices] = await Promise.all([
    askedDue ? ports.triggers.dueBy(latest, new Set(passes.keys()), known.shards) : [],
    ...[...passes].map(([market, pass]) => byPrice(ports, pass, known.nearest(market), known.shards)),
  ]);
  const dueOf = Map.groupBy(due, ({ market }) => market);
  const markets = [...passes.keys()].map((market, index): [string, MarketHits] => [
    market,
    { ...(prices[index] ?? { below: undefined, above: undefined }), due: dueOf.get(market) ?? [] },
  ]);
  return { markets: new Map(markets), askedDue };
};
