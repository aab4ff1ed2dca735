import type { MarketState } from '../ports/market-store.ts';
import type { SettleMessage } from '../ports/settle-queue.ts';
import type { TradeKey } from '../ports/trade-store.ts';
import { type Hits, keysOf, keyText, type MarketHits } from './find-hits.ts';
import type { MarketPass } from './tick-paths.ts';

/** A tick settles at most this many trades by itself: about a second's work, so that its slot is kept. */
export const MOST_AT_ONCE = 200;
/** Trades of one message: some seconds' work at worst. */
const GROUP = 100;
/** An index partition bears 1,000 write units a second; a settlement takes at most two of one: with a tenth to spare. */
const PER_SECOND_AND_SHARD = 450;
/** What a few workers settle in a second even where they are slow. */
const SLOW_PER_SECOND = 100;
const GRACE = 60_000;
/** SQS holds a message back no longer, s. */
const LONGEST_DELAY = 900;

export interface HandOver {
  /** To be settled by the tick itself. */
  readonly own: readonly TradeKey[];
  readonly messages: readonly { readonly message: SettleMessage; readonly delaySeconds: number }[];
  /** Markets whose cursor has to wait for others. */
  readonly held: ReadonlySet<string>;
  /** What is noted of a market that has been handed over. */
  readonly handed: ReadonlyMap<string, NonNullable<MarketState['handed']>>;
}

interface Group {
  readonly market: string;
  readonly keys: readonly TradeKey[];
  /** Its path is owed from before this window, so that no cursor has to wait for it. */
  readonly isOwed: boolean;
}

const groupsOf = (market: string, hits: MarketHits, before: number): Group[] => {
  const owed = hits.due.filter(({ dueAt }) => dueAt <= before);
  const fresh = hits.due.filter(({ dueAt }) => dueAt > before);
  const due = new Set(hits.due.map(keyText));
  const reached = keysOf({ ...hits, due: [] }).filter((key) => !due.has(keyText(key)));
  return [
    { market, keys: keysOf({ below: [], above: [], due: owed }), isOwed: true },
    { market, keys: keysOf({ below: [], above: [], due: fresh }), isOwed: false },
    { market, keys: reached, isOwed: false },
  ].filter(({ keys }) => keys.length > 0);
};

/** In groups of a message each; the trades of a user one after another, so that they share transactions. */
const chunksOf = (keys: readonly TradeKey[], size: number): TradeKey[][] => {
  const byUser = [...Map.groupBy(keys, ({ userId }) => userId).values()].flat();
  return Array.from({ length: Math.ceil(byUser.length / size) }, (_, index) =>
    byUser.slice(index * size, (index + 1) * size),
  );
};

/**
 * What a tick settles by itself and what others are asked to: the small groups first, whatever market they are of, so that a
 * storm in one keeps no other waiting. What has been handed over and is not overdue is waited for.
 * @param wall ms, the machine's clock
 */
export const handOver = (
  batch: number,
  hits: Hits,
  passes: ReadonlyMap<string, MarketPass>,
  shards: number,
  wall: number,
): HandOver => {
  const groups = [...hits.markets]
    .flatMap(([market, found]) => groupsOf(market, found, passes.get(market)?.window.before ?? 0))
    .sort((left, right) => left.keys.length - right.keys.length);
  const own: TradeKey[] = [];
  const messages: { message: SettleMessage; delaySeconds: number }[] = [];
  const held = new Set<string>();
  const handed = new Map<string, NonNullable<MarketState['handed']>>();
  for (const { market, keys, isOwed } of groups) {
    const state = passes.get(market)?.next;
    if (own.length + keys.length <= MOST_AT_ONCE || !state) {
      own.push(...keys);
      continue;
    }
    if (!isOwed) held.add(market);
    const before = state.handed;
    if (before && wall < before.until) {
      handed.set(market, before);
      continue;
    }
    const pace = PER_SECOND_AND_SHARD * shards;
    const delayOf = (index: number) => Math.min(LONGEST_DELAY, Math.floor((index * GROUP) / pace));
    const chunks = chunksOf(keys, GROUP);
    const work = (keys.length / SLOW_PER_SECOND) * 1000;
    const until = wall + delayOf(chunks.length) * 1000 + work + GRACE;
    const attempt = isOwed ? 1 : (before?.attempt ?? 0) + 1;
    const { venue, symbol } = state;
    chunks.forEach((trades, index) => {
      messages.push({
        message: { batch, venue, symbol, trades, until, attempt },
        delaySeconds: delayOf(index),
      });
    });
    handed.set(market, { until: Math.max(until, handed.get(market)?.until ?? 0), attempt });
  }
  return { own, messages, held, handed };
};
