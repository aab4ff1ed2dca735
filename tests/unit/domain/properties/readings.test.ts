import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bar, Print } from '../../../../shared/domain/market/path.ts';
import type { Fill } from '../../../../shared/domain/trades/fill.ts';
import type { Direction, Trade } from '../../../../shared/domain/trades/trade.ts';
import { bar, MINUTE, print, type Ran, run } from '../../../fixtures/trades.ts';
import { plans } from './arbitraries.ts';

/**
 * One reading of a bar, forced: its corner prices and every whole price between them, as prints. All levels are whole,
 * so a price that jumps by one touches each level exactly, as a continuous move does.
 */
const spelled = (bar: Bar, corners: readonly number[]): Print[] => {
  const prices = [bar.open];
  for (const to of corners) {
    let at = prices.at(-1) ?? bar.open;
    while (at !== to) {
      at += Math.sign(to - at);
      prices.push(at);
    }
  }
  return prices.map((price, index) => print(bar.openTime + index, price, index));
};

/** Rule 4.2, from the fills alone: received - paid - fees, what is open valued at the close. */
const worth = (
  direction: Direction,
  fills: readonly Pick<Fill, 'leg' | 'notional' | 'fee' | 'quantity'>[],
  close: number,
) => {
  let [cash, held] = [new Big(0), new Big(0)];
  for (const fill of fills) {
    const buys = (fill.leg === 'entry') === (direction === 'long');
    cash = buys ? cash.minus(fill.notional) : cash.plus(fill.notional);
    held = buys ? held.plus(fill.quantity) : held.minus(fill.quantity);
    cash = cash.minus(fill.fee);
  }
  return cash.plus(held.times(close));
};

const story = (ran: Ran) =>
  ran.events.map((event) =>
    'fill' in event ? `${event.fill.leg} ${event.fill.price} ${event.fill.liquidity}` : event.type,
  );
/** What lies after the open: the open point is not part of the two readings (rule 4.3). */
const inside = (ran: Ran, bar: Bar) => ran.events.filter((event) => event.at > bar.openTime);
const isFlagged = (ran: Ran, bar: Bar) =>
  inside(ran, bar).map((event) =>
    'fill' in event ? event.fill.ambiguous : 'ambiguous' in event && event.ambiguous,
  );

/** Trades armed before the bar's open: pending ones, and ones that a print at 100 has opened (or even closed). */
const waiting = fc
  .tuple(plans(-MINUTE), fc.boolean(), fc.boolean())
  .map(([plan, isOpen, sawPrice]): { trade: Trade; before: number } => ({
    trade: isOpen ? run({ ...plan, entry: { type: 'market' } }, [print(0, 100)]).trade : plan,
    before: isOpen || sawPrice ? 0 : -MINUTE - 1,
  }));

/** A wide bar: two thirds of the band or more, so that it often holds two levels. */
const oneBar = fc
  .tuple(
    fc.integer({ min: 90, max: 96 }),
    fc.integer({ min: 104, max: 110 }),
    fc.nat({ max: 8 }),
    fc.nat({ max: 8 }),
  )
  .map(([low, high, open, close]) => bar(MINUTE + 1, 96 + open, high, low, 96 + close));

describe('two readings of a bar (rule 2 of the design, rules 4.1 and 4.2)', () => {
  test('what is taken is one of the two readings, never the better one, and flagged where they differ', () => {
    let differing = 0;
    fc.assert(
      fc.property(waiting, oneBar, ({ trade, before }, minute) => {
        const { open, high, low, close } = minute;
        const taken = run(trade, [minute], { before });
        const olhc = run(trade, spelled(minute, [low, high, close]), {
          before,
          completeTo: minute.closeTime,
        });
        const ohlc = run(trade, spelled(minute, [high, low, close]), {
          before,
          completeTo: minute.closeTime,
        });
        const value = (ran: Ran) => worth(trade.direction, ran.trade.fills, close);
        const differ = story(olhc).join() !== story(ohlc).join();
        const worse = value(ohlc).lt(value(olhc)) ? ohlc : olhc;
        const other = worse === olhc ? ohlc : olhc;
        expect(story(taken)).toEqual(story(worse));
        expect(value(taken).lte(value(other)), `${value(taken)} against ${value(other)} from ${open}`).toBe(
          true,
        );
        expect(isFlagged(taken, minute)).toEqual(inside(taken, minute).map(() => differ));
        if (differ) differing++;
      }),
      { numRuns: 3000 },
    );
    expect(differing).toBeGreaterThan(20);
  });

  test('the evidence keeps the better outcome and both values', () => {
    let kept = 0;
    fc.assert(
      fc.property(waiting, oneBar, ({ trade, before }, minute) => {
        const taken = run(trade, [minute], { before });
        for (const fill of taken.fills.filter(({ ambiguous }) => ambiguous)) {
          kept++;
          const { reading, better } = fill.evidence;
          const corners =
            better?.reading === 'OLHC'
              ? [minute.low, minute.high, minute.close]
              : [minute.high, minute.low, minute.close];
          const missed = run(trade, spelled(minute, corners), { before, completeTo: minute.closeTime });
          expect(better?.reading).not.toBe(reading);
          expect(better?.value).toBe(worth(trade.direction, missed.trade.fills, minute.close).toFixed());
          expect(better?.takenValue).toBe(worth(trade.direction, taken.trade.fills, minute.close).toFixed());
          const legs = missed.fills
            .filter(({ time }) => time > minute.openTime)
            .map(({ leg, price }) => ({ leg, price }));
          expect(better?.events.filter(({ price }) => price !== null)).toEqual(legs);
        }
      }),
      { numRuns: 2000 },
    );
    expect(kept).toBeGreaterThan(20);
  });
});
