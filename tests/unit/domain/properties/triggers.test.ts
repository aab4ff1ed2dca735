import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highOf, lowOf, type PathElement } from '../../../../shared/domain/market/path.ts';
import { advance } from '../../../../shared/domain/trades/advance.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { triggersOf } from '../../../../shared/domain/trades/triggers.ts';
import { windowOf } from '../../../fixtures/trades.ts';
import { bars, prints, tradesOn } from './arbitraries.ts';

/** What the indexes answer for a window: its whole range of prices, and what is due by its end. */
const isSelected = (trade: Trade, elements: readonly PathElement[], completeTo: number): boolean => {
  const { below, above, dueAt } = triggersOf(trade);
  const [low, high] = [Math.min(...elements.map(lowOf)), Math.max(...elements.map(highOf))];
  return (
    (below !== undefined && Number(below) >= low) ||
    (above !== undefined && Number(above) <= high) ||
    (dueAt !== undefined && dueAt <= completeTo)
  );
};

const isConservative = (paths: fc.Arbitrary<PathElement[]>) => {
  let fired = 0;
  fc.assert(
    fc.property(
      paths.chain((path) => fc.tuple(fc.constant(path), tradesOn(path), fc.nat({ max: path.length }))),
      ([path, created, cut]) => {
        let trade: Trade = created;
        for (const part of [path.slice(0, cut), path.slice(cut)]) {
          if (part.length === 0) continue;
          const window = windowOf(part);
          const events = advance(trade, window);
          if (events.length > 0) {
            fired++;
            expect(isSelected(trade, part, window.completeTo), events[0]?.type).toBe(true);
          }
          trade = journalOf(trade, events).trade;
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(fired).toBeGreaterThan(500);
};

describe('a trade to which a window does something is one that the trigger indexes select for it', () => {
  test('over bars', () => isConservative(bars));
  test('over prints', () => isConservative(prints(1)));
});
