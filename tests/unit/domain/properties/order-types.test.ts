import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PathElement } from '../../../../shared/domain/market/path.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import { windowOf } from '../../../fixtures/trades.ts';
import { everyTypeOn, thinBars, thinPrints } from './order-types.ts';
import { inPasses, isSelected, seenBetween, withoutMark, written } from './passes.ts';

const RUNS = Number(process.env['RUNS'] ?? 1500);

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
