import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PathElement } from '../../../../shared/domain/market/path.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import { windowOf } from '../../../fixtures/trades.ts';
import { everyTypeOn, followers, thinBars, thinPrints, wandering } from './order-types.ts';
import { inPasses, isSelected, seenBetween, withoutMark, written } from './passes.ts';

const RUNS = 1500;

const slices = (longest: number) =>
  fc.array(fc.record({ size: fc.integer({ min: 1, max: 4 }), lookBack: fc.nat({ max: longest }) }), {
    minLength: 30,
    maxLength: 30,
  });

const cases = (paths: fc.Arbitrary<PathElement[]>) =>
  paths.chain((path) => fc.tuple(fc.constant(path), everyTypeOn(path)));

const paths: readonly [string, fc.Arbitrary<PathElement[]>][] = [
  ['bars', thinBars],
  ['prints, each at its own millisecond', thinPrints(1)],
  ['prints that share a millisecond', thinPrints(0)],
];

describe.each(paths)('every order type over %s', (_, path) => {
  test('passes that look back give what one pass gives, and a repeat gives nothing', () => {
    fc.assert(
      fc.property(cases(path), slices(6), ([elements, trade], cuts) => {
        const once = walk(trade, windowOf(elements));
        const parts = inPasses(trade, elements, cuts, (before, window, walked) => {
          const after = written(before, walked);
          const again = walk(after, window, seenBetween(after, elements, window.before));
          expect(again.events, 'the same pass once more').toEqual([]);
          return true;
        });
        expect(parts.events).toEqual(once.events);
        expect(withoutMark(parts.trade)).toEqual(withoutMark(written(trade, once)));
      }),
      { numRuns: RUNS },
    );
  });

  test('a trade that only the indexes’ keys bring to a pass gives the same', () => {
    fc.assert(
      fc.property(cases(path), slices(2), ([elements, trade], cuts) => {
        const once = walk(trade, windowOf(elements));
        const parts = inPasses(trade, elements, cuts, isSelected);
        expect(parts.events).toEqual(once.events);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a trailing stop over long paths', () => {
  const ticks = fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 2 }), lookBack: fc.constantFrom(0, 5) }),
    { minLength: 80, maxLength: 80 },
  );

  test('is brought to every pass in which it fires, and written far less often than its mark moves', () => {
    let [fired, marks, kept] = [0, 0, 0];
    fc.assert(
      fc.property(followers, wandering, ticks, (trade, path, cuts) => {
        const once = walk(trade, windowOf(path));
        const parts = inPasses(trade, path, cuts, isSelected);
        expect(parts.events).toEqual(once.events);
        if (once.events.length > 1) fired++;
        kept += parts.kept;
        const end = once.events[1]?.at ?? path.at(-1)?.closeTime ?? 0;
        let best = trade.direction === 'long' ? 0 : Number.POSITIVE_INFINITY;
        for (const { closeTime, high, low } of path) {
          const isNew = trade.direction === 'long' ? high > best : low < best;
          if (closeTime > end || !isNew) continue;
          best = trade.direction === 'long' ? high : low;
          marks++;
        }
      }),
      { numRuns: RUNS },
    );
    expect(fired).toBeGreaterThan(RUNS / 4);
    expect(kept).toBeLessThan(marks / 2);
  });
});
