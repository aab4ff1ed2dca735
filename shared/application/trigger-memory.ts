import type { MarketSymbol } from '../domain/market/symbol.ts';
import {
  type Armed,
  bothArmed,
  earlier,
  type Nearest,
  NOTHING_ARMED,
  nearer,
} from '../domain/trades/nearest.ts';
import { epochOf } from '../ports/arming-notices.ts';
import type { BatchState, TriggerMemory } from '../ports/market-store.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * A trade is written at most 5 minutes after its notice, and is in the indexes at most a minute after that, ms: what was
 * announced longer ago than both is in the indexes, or gone, or never came.
 */
export const OVERLAP = 360_000;
/** After a change of settings, writers with the old ones are at work for no longer than this, ms. */
export const UNSURE_FOR = 3_600_000;
/** Of the way that notices are given: another number, and no memory made by another is trusted. */
const PROTOCOL = 1;

/** A short text that stands for these settings. */
export const settingsMark = (symbols: readonly MarketSymbol[], shards: number): string =>
  fingerprint(`${PROTOCOL} ${shards} ${symbols.join()}`);

/**
 * What a tick may rely on of what is stored: nothing of a state that other settings, an older version or a clock in the
 * future has written. A batch's very first tick finds no trades that it could miss.
 */
export const recall = (
  stored: BatchState,
  settings: { readonly symbols: readonly MarketSymbol[]; readonly shards: number },
  wall: number,
): TriggerMemory => {
  const { memory } = stored;
  const mark = settingsMark(settings.symbols, settings.shards);
  const heard = epochOf(wall - OVERLAP);
  const trustedFrom = memory?.settings === mark ? Math.min(memory.trustedFrom, wall + UNSURE_FOR) : undefined;
  const isSound = memory !== undefined && trustedFrom !== undefined && memory.heard <= heard;
  if (isSound && trustedFrom <= wall) return { ...memory, shards: Math.max(memory.shards, settings.shards) };
  return {
    heard,
    nearest: {},
    shards: Math.max(memory?.shards ?? 1, settings.shards),
    settings: mark,
    trustedFrom: trustedFrom ?? (stored.version === 0 ? 0 : wall + UNSURE_FOR),
  };
};

export const isTrusted = (memory: TriggerMemory, wall: number): boolean => memory.trustedFrom <= wall;

const together = (notices: Iterable<Armed>): Armed => [...notices].reduce(bothArmed, NOTHING_ARMED);

/** What is known to wait in a market: remembered or announced; undefined where the indexes have to be asked. */
export const nearestOf = (
  memory: TriggerMemory,
  notices: ReadonlyMap<number, Armed>,
  market: string,
): Nearest | undefined => {
  const remembered = memory.nearest[market];
  const announced = together(notices.values()).nearest.get(market);
  return remembered && announced ? nearer(remembered, announced) : remembered;
};

/** When the first trade is due; undefined where the index has to be asked. */
export const dueOf = (
  memory: TriggerMemory,
  notices: ReadonlyMap<number, Armed>,
): number | null | undefined =>
  memory.dueAt === undefined ? undefined : earlier(memory.dueAt, together(notices.values()).dueAt);

/** What the indexes have shown anew, since the notices were read. */
export interface Seen {
  readonly nearest: Readonly<Record<string, Partial<Nearest>>>;
  readonly dueAt?: number | null;
}

/**
 * The memory that a tick leaves: what it has seen, else what it remembered; and of the notices those that are old enough for
 * no other to be given in their epoch.
 * @param wall ms, no later than when the notices were read
 */
export const remember = (
  memory: TriggerMemory,
  notices: ReadonlyMap<number, Armed>,
  seen: Seen,
  wall: number,
): TriggerMemory => {
  const heard = Math.max(memory.heard, epochOf(wall - OVERLAP));
  const old = together([...notices].filter(([epoch]) => epoch < heard).map(([, armed]) => armed));
  const nearest = Object.entries(memory.nearest).map(([market, near]): [string, Nearest] => {
    const announced = old.nearest.get(market);
    return [market, { ...(announced ? nearer(near, announced) : near), ...seen.nearest[market] }];
  });
  const learnt = Object.entries(seen.nearest).flatMap(([market, { below, above }]): [string, Nearest][] =>
    memory.nearest[market] || below === undefined || above === undefined ? [] : [[market, { below, above }]],
  );
  const remembered = memory.dueAt === undefined ? undefined : earlier(memory.dueAt, old.dueAt);
  const dueAt = seen.dueAt === undefined ? remembered : seen.dueAt;
  const { dueAt: _, ...rest } = memory;
  return {
    ...rest,
    heard,
    nearest: Object.fromEntries([...nearest, ...learnt]),
    ...(dueAt === undefined ? {} : { dueAt }),
  };
};

/** Two memories of one batch: each holds all that was announced before its own epoch, so both hold it up to the later one. */
export const mergeMemories = (
  mine: TriggerMemory | undefined,
  theirs: TriggerMemory | undefined,
): TriggerMemory | undefined => {
  if (!mine || !theirs) return mine ?? theirs;
  const shards = Math.max(mine.shards, theirs.shards);
  const trustedFrom = Math.max(mine.trustedFrom, theirs.trustedFrom);
  const heard = Math.max(mine.heard, theirs.heard);
  const common = { heard, shards, settings: mine.settings, trustedFrom };
  if (mine.settings !== theirs.settings) return { ...common, nearest: {} };
  const nearest = Object.entries(mine.nearest).flatMap(([market, near]): [string, Nearest][] => {
    const other = theirs.nearest[market];
    return other ? [[market, nearer(near, other)]] : [];
  });
  const isDueKnown = mine.dueAt !== undefined && theirs.dueAt !== undefined;
  return {
    ...common,
    nearest: Object.fromEntries(nearest),
    ...(isDueKnown ? { dueAt: earlier(mine.dueAt ?? null, theirs.dueAt ?? null) } : {}),
  };
};
