/** A path read in passes that look back, the trade carried on between them as a tick carries it. */
import { keptUp, settlementOf } from '../../../../shared/application/settlement.ts';
import { endOf, highOf, lowOf, type PathElement, startOf } from '../../../../shared/domain/market/path.ts';
import { type Advance, type Extremes, walk } from '../../../../shared/domain/trades/advance.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import type { PathWindow } from '../../../../shared/domain/trades/pass.ts';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { triggersOf } from '../../../../shared/domain/trades/triggers.ts';
import { windowOf } from '../../../fixtures/trades.ts';

/** A pass ends, and its look-back begins, between two moments: what happened in one millisecond is read together. */
const whole = (elements: readonly PathElement[], from: number, step: 1 | -1): number => {
  let at = from;
  for (;;) {
    const [left, right] = [elements[at - 1], elements[at]];
    if (!left || !right || endOf(left) !== endOf(right)) return at;
    at += step;
  }
};

/** How many elements a pass adds, and how many before its news it reads again. */
export interface Slice {
  readonly size: number;
  readonly lookBack: number;
}

export const extremesOf = (elements: readonly PathElement[]): Extremes | undefined =>
  elements.length === 0
    ? undefined
    : { low: Math.min(...elements.map(lowOf)), high: Math.max(...elements.map(highOf)) };

/** What the record says of the time between the mark that a trade keeps and a window. */
export const seenBetween = (
  trade: Trade,
  path: readonly PathElement[],
  before: number,
): Extremes | undefined => {
  const kept = trade.status === 'open' ? trade.trailing : undefined;
  const { mark, markAt } = kept ?? {};
  if (mark === undefined || markAt === undefined) return undefined;
  return extremesOf(path.filter((element) => startOf(element) > markAt && endOf(element) <= before));
};

/** What the indexes answer for a window: its whole range of prices, and what is due by its end. */
export const isSelected = (trade: Trade, { elements, completeTo }: PathWindow): boolean => {
  const { below, above, dueAt } = triggersOf(trade);
  const range = extremesOf(elements);
  return (
    (range !== undefined && below !== undefined && Number(below) >= range.low) ||
    (range !== undefined && above !== undefined && Number(above) <= range.high) ||
    (dueAt !== undefined && dueAt <= completeTo)
  );
};

/** As a tick writes it; the trade itself where there is nothing to write. */
export const written = (trade: Trade, walked: Advance): Trade =>
  (settlementOf(trade, walked) ?? keptUp(trade, walked.marked))?.trade ?? trade;

export interface Passed {
  readonly trade: Trade;
  readonly events: readonly TradeEvent[];
  /** Writes of the trade that no event asked for. */
  readonly kept: number;
}

/** @param look what is done to a pass before it is evaluated; false: the trade is not looked at */
export const inPasses = (
  created: Trade,
  path: readonly PathElement[],
  cuts: readonly Slice[],
  look: (trade: Trade, window: PathWindow, walked: Advance) => boolean = () => true,
): Passed => {
  let trade = created;
  let [next, previousCursor, kept] = [0, -1, 0];
  const events: TradeEvent[] = [];
  for (const { size, lookBack } of cuts) {
    if (next >= path.length) break;
    const from = whole(path, Math.max(0, next - lookBack), -1);
    const to = whole(path, Math.min(path.length, next + size), 1);
    const last = path[from - 1];
    const window = windowOf(path.slice(from, to), { before: last ? endOf(last) : -1, previousCursor });
    const walked = walk(trade, window, seenBetween(trade, path, window.before));
    if (look(trade, window, walked)) {
      const after = written(trade, walked);
      if (after !== trade && walked.events.length === 0) kept++;
      trade = after;
      events.push(...walked.events);
    }
    next = to;
    previousCursor = window.completeTo;
  }
  return { trade, events, kept };
};

/** Without what is only kept to find the mark of today. */
export const withoutMark = (trade: Trade): Trade => {
  if (trade.status !== 'open' || !trade.trailing) return trade;
  const { mark: _m, markAt: _t, bound: _b, ...trailing } = trade.trailing;
  return { ...trade, trailing };
};
