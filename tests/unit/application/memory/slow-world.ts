import type { TickPorts } from '../../../../shared/application/ports.ts';
import { EMPTY_ROSTER, type Roster } from '../../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { type Armed, armedBy, bothArmed, NOTHING_ARMED } from '../../../../shared/domain/trades/nearest.ts';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { type ArmingNotices, epochOf } from '../../../../shared/ports/arming-notices.ts';
import type { BatchState } from '../../../../shared/ports/market-store.ts';
import type { TradeStore } from '../../../../shared/ports/trade-store.ts';
import type { TriggerIndex } from '../../../../shared/ports/trigger-index.ts';
import type { Random } from '../../../oracle/prng.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** What a trade waits for since a moment; in the index, somewhat later. */
interface Version {
  readonly at: number;
  readonly visibleAt: number;
  readonly trade: Trade;
}

const marketOf = (trade: Trade) => `${trade.venue}#${trade.symbol}`;
const START = Date.UTC(2026, 0, 5);
/** The longest that an index lags behind, ms. */
const LAG = 59_000;

/** Of what is no market of the state nothing is remembered, as in the item. */
const stored = (state: BatchState, version: number): BatchState => {
  if (!state.memory || state.markets.length === 0) return { ...state, version };
  const held = new Set(state.markets.map((market) => `${market.venue}#${market.symbol}`));
  const nearest = Object.entries(state.memory.nearest).filter(([market]) => held.has(market));
  return { ...state, version, memory: { ...state.memory, nearest: Object.fromEntries(nearest) } };
};

/** Stores in memory whose every call takes its time, and whose indexes lag: what a tick remembers meets what others do meanwhile. */
export const slowWorld = (random: Random, symbols: readonly MarketSymbol[]) => {
  const time: VirtualTime = virtualTime(START);
  const upTo = (ms: number) => Math.floor(random.next() * ms);
  const history = new Map<string, Version[]>();
  /** By batch and epoch. */
  const notices = new Map<number, Map<number, Armed>>();
  /** What a full scan of the table would have shown when these notices were read. */
  const truths = new WeakMap<ReadonlyMap<number, Armed>, Armed>();
  const states = new Map<number, BatchState>();
  /** Every version of the roster, and since when it is there. */
  const rosters: { readonly at: number; readonly roster: Roster }[] = [{ at: 0, roster: EMPTY_ROSTER }];
  const rosterAt = (moment: number): Roster =>
    rosters.filter(({ at }) => at <= moment).at(-1)?.roster ?? EMPTY_ROSTER;

  const write = (trade: Trade): void => {
    const versions = history.get(trade.id) ?? [];
    const last = versions.at(-1)?.visibleAt ?? 0;
    const visibleAt = Math.max(last, time.now() + (random.next() < 0.5 ? 0 : upTo(LAG)));
    history.set(trade.id, [...versions, { at: time.now(), visibleAt, trade }]);
  };
  const current = (): Trade[] => [...history.values()].flatMap((versions) => versions.at(-1)?.trade ?? []);
  /** As the indexes show them now. */
  const visible = (): Trade[] =>
    [...history.values()].flatMap((versions) => {
      const seen = versions.filter(({ visibleAt }) => visibleAt <= time.now()).at(-1);
      return seen ? [seen.trade] : [];
    });
  const nearOf = (trade: Trade) => armedBy([trade]).nearest.get(marketOf(trade));
  const dueOf = (trade: Trade) => armedBy([trade]).dueAt;
  const keyOf = ({ userId, id }: Trade) => ({ userId, tradeId: id });
  const slowly = async <T>(answer: () => T): Promise<T> => {
    await time.pause(upTo(1_500));
    const answered = answer();
    await time.pause(upTo(500));
    return answered;
  };

  const port: ArmingNotices = {
    async announce(batch, armed, at) {
      if (armed.nearest.size === 0 && armed.dueAt === null) return;
      await time.pause(upTo(4_000));
      const own = notices.get(batch) ?? new Map<number, Armed>();
      notices.set(batch, own.set(epochOf(at), bothArmed(own.get(epochOf(at)) ?? NOTHING_ARMED, armed)));
    },
    since: (batch, epoch) =>
      slowly(() => {
        const heard = new Map([...(notices.get(batch) ?? [])].filter(([at]) => at >= epoch));
        truths.set(heard, armedBy(current()));
        return heard;
      }),
  };
  const filtered = (symbol: string, keep: (trade: Trade) => boolean) =>
    slowly(() =>
      visible()
        .filter((trade) => trade.symbol === symbol && keep(trade))
        .map(keyOf),
    );
  const nearest = (side: 'below' | 'above', symbol: string) =>
    slowly(() => {
      const own = visible().filter((trade) => trade.symbol === symbol);
      const near = [...armedBy(own).nearest.values()][0];
      return near?.[side] ?? null;
    });
  const triggers: TriggerIndex = {
    shards: 1,
    firedBelow: (_v, symbol, low) => filtered(symbol, (trade) => (nearOf(trade)?.below ?? -1) >= low),
    firedAbove: (_v, symbol, high) =>
      filtered(symbol, (trade) => (nearOf(trade)?.above ?? Number.POSITIVE_INFINITY) <= high),
    dueBy: (until, markets) =>
      slowly(() =>
        visible()
          .filter(
            (trade) => (dueOf(trade) ?? Number.POSITIVE_INFINITY) <= until && markets.has(marketOf(trade)),
          )
          .map((trade) => ({ ...keyOf(trade), market: marketOf(trade), dueAt: dueOf(trade) ?? 0 })),
      ),
    nearestBelow: (_v, symbol) => nearest('below', symbol),
    nearestAbove: (_v, symbol) => nearest('above', symbol),
    nearestDue: () => slowly(() => armedBy(visible()).dueAt),
  };
  const trades: Pick<TradeStore, 'loadMany' | 'settleTogether' | 'create' | 'settle'> = {
    loadMany: (keys) =>
      slowly(() => current().filter(({ id }) => keys.some(({ tradeId }) => tradeId === id))),
    settleTogether: (settlements) =>
      slowly(() =>
        settlements.flatMap(({ trade, expectedVersion }) => {
          const now = history.get(trade.id)?.at(-1)?.trade;
          if (now?.version !== expectedVersion) return [{ key: keyOf(trade), because: 'stale' as const }];
          write(trade);
          return [];
        }),
      ),
    create: (trade) =>
      slowly(() => {
        write(trade);
        return { outcome: 'created' as const };
      }),
    settle: ({ trade, expectedVersion }) =>
      slowly(() => {
        if (history.get(trade.id)?.at(-1)?.trade.version === expectedVersion) write(trade);
        return 'settled' as const;
      }),
  };
  const unused = () => {
    throw new Error('no part of this test');
  };
  const ports: TickPorts = {
    trades: { ...trades, park: unused } as unknown as TradeStore,
    triggers,
    notices: port,
    wall: time.now,
    market: {
      loadBatch: (batch: number) => slowly(() => states.get(batch)),
      loadBatches: () => slowly(() => [...states.values()]),
      saveBatch: (next: BatchState, expected: number, roster?: number) =>
        slowly(() => {
          if ((states.get(next.batch)?.version ?? 0) !== expected) return false;
          if (roster !== undefined && rosterAt(time.now()).version !== roster) return false;
          states.set(next.batch, stored(next, expected + 1));
          return true;
        }),
    } as unknown as TickPorts['market'],
    roster: {
      // Some seconds old, as another process or an eventually consistent read has it.
      cached: () => slowly(() => rosterAt(time.now() - upTo(5_000))),
      read: () => slowly(() => rosterAt(time.now())),
      save: (next) =>
        slowly(() => {
          if (rosterAt(time.now()).version !== next.version) return false;
          rosters.push({ at: time.now(), roster: { ...next, version: next.version + 1 } });
          return true;
        }),
    },
    listings: { all: unused, put: unused },
    queue: { send: unused },
    venues: [],
    quoteSources: [],
    settings: {
      feeds: ['replay'],
      symbols,
      tickSeconds: 10,
      priceBound: 1,
      quoteStaleMs: 60_000,
      disagreementBound: 0.02,
    },
    sleep: (ms) => time.pause(ms),
    elapsed: () => 0,
    // A tick that has died cannot park either: where one lives, parking throws.
    report: () => undefined,
  };
  return { time, ports, truths, current, upTo, write, states };
};
export type SlowWorld = ReturnType<typeof slowWorld>;
