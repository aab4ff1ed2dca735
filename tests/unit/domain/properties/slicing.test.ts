import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, type PathElement } from '../../../../shared/domain/market/path.ts';
import { advance } from '../../../../shared/domain/trades/advance.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { run, windowOf } from '../../../fixtures/trades.ts';
import { bars, prints, tradesOn } from './arbitraries.ts';

/** A pass ends, and its look-back begins, between two moments: what happened in one millisecond is read together. */
const whole = (elements: readonly PathElement[], from: number, step: 1 | -1): number => {
  let at = from;
  for (;;) {
    const [left, right] = [elements[at - 1], elements[at]];
    if (!left || !right || endOf(left) !== endOf(right)) return at;
    at += step;
  }
};

/** Where each pass ends, and how many elements before its news it reads again. */
interface Slice {
  readonly size: number;
  readonly lookBack: number;
}

const slices = fc.array(fc.record({ size: fc.integer({ min: 1, max: 4 }), lookBack: fc.nat({ max: 6 }) }), {
  minLength: 30,
  maxLength: 30,
});

const inPasses = (trade: Trade, elements: readonly PathElement[], cuts: readonly Slice[]) => {
  let state = trade;
  let [next, previousCursor] = [0, -1];
  const events: TradeEvent[] = [];
  for (const { size, lookBack } of cuts) {
    if (next >= elements.length) break;
    const from = whole(elements, Math.max(0, next - lookBack), -1);
    const to = whole(elements, Math.min(elements.length, next + size), 1);
    const last = elements[from - 1];
    const seen = elements.slice(from, to);
    const window = windowOf(seen, { before: last ? endOf(last) : -1, previousCursor });
    const found = advance(state, window);
    state = journalOf(state, found).trade;
    events.push(...found);
    const again = advance(state, window);
    expect(again, 'the same pass once more').toEqual([]);
    next = to;
    previousCursor = window.completeTo;
  }
  return { trade: state, events };
};

const agrees = (paths: fc.Arbitrary<PathElement[]>) =>
  fc.assert(
    fc.property(
      paths.chain((path) => fc.tuple(fc.constant(path), tradesOn(path))),
      slices,
      ([path, trade], cuts) => {
        const once = run(trade, path);
        const parts = inPasses(trade, path, cuts);
        expect(parts.events).toEqual(once.events);
        expect(parts.trade).toEqual(once.trade);
      },
    ),
    { numRuns: 2000 },
  );

describe('a path read in passes that look back gives what one pass gives, and a repeat gives nothing', () => {
  test('over bars', () => agrees(bars));
  test('over prints, each at its own millisecond', () => agrees(prints(1)));
  test('over prints that share a millisecond', () => agrees(prints(0)));
});
