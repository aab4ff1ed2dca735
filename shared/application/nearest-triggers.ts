import { type Nearest, NOTHING_NEAR } from '../domain/trades/nearest.ts';
import type { Hits } from './find-hits.ts';
import type { TickPorts } from './ports.ts';
import type { MarketPass } from './tick-paths.ts';
import type { Seen } from './trigger-memory.ts';

type Passes = ReadonlyMap<string, MarketPass>;

const side = async (
  ports: TickPorts,
  { next: { venue, symbol } }: MarketPass,
  shards: number,
  wanted: { readonly below: boolean; readonly above: boolean },
): Promise<Partial<Nearest>> => {
  const [below, above] = await Promise.all([
    wanted.below ? ports.triggers.nearestBelow(venue, symbol, shards) : undefined,
    wanted.above ? ports.triggers.nearestAbove(venue, symbol, shards) : undefined,
  ]);
  return { ...(below === undefined ? {} : { below }), ...(above === undefined ? {} : { above }) };
};

/** What the indexes show of the markets that are not remembered, and of what is due where that is not. */
export const lookUp = async (
  ports: TickPorts,
  passes: Passes,
  shards: number,
  isKnown: { readonly market: (market: string) => boolean; readonly due: boolean },
): Promise<Seen> => {
  const unknown = [...passes].filter(([market]) => !isKnown.market(market));
  const [dueAt, ...found] = await Promise.all([
    isKnown.due ? undefined : ports.triggers.nearestDue(shards),
    ...unknown.map(([, pass]) => side(ports, pass, shards, { below: true, above: true })),
  ]);
  return {
    nearest: Object.fromEntries(unknown.map(([market], index) => [market, found[index] ?? NOTHING_NEAR])),
    ...(dueAt === undefined ? {} : { dueAt }),
  };
};

/**
 * What the indexes show where they were asked and the answer has moved since: something settled, or nothing was found where
 * something was remembered. What is found each time and stays as it is need not be looked up again.
 */
export const lookAgain = async (
  ports: TickPorts,
  passes: Passes,
  hits: Hits,
  shards: number,
  settled: boolean,
): Promise<Seen> => {
  const isStale = (found: readonly unknown[] | undefined) =>
    found !== undefined && (settled || found.length === 0);
  const asked = [...hits.markets].flatMap(([market, { below, above }]) => {
    const pass = passes.get(market);
    const wanted = { below: isStale(below), above: isStale(above) };
    return pass && (wanted.below || wanted.above) ? [{ market, pass, wanted }] : [];
  });
  const due = [...hits.markets.values()].flatMap((found) => found.due);
  const [dueAt, ...found] = await Promise.all([
    hits.askedDue && isStale(due) ? ports.triggers.nearestDue(shards) : undefined,
    ...asked.map(({ pass, wanted }) => side(ports, pass, shards, wanted)),
  ]);
  return {
    nearest: Object.fromEntries(asked.map(({ market }, index) => [market, found[index] ?? {}])),
    ...(dueAt === undefined ? {} : { dueAt }),
  };
};
