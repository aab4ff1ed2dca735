import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feesOf, realizedGross, realizedNet } from '../../../../shared/domain/trades/pnl.ts';
import { run } from '../../../fixtures/trades.ts';
import { bars, tradesOn } from './arbitraries.ts';

const decimals = (text: string) => text.split('.')[1]?.length ?? 0;
const total = (values: readonly string[]) => values.reduce((sum, value) => sum.plus(value), new Big(0));

describe('money balances to the last digit (rules 6.1 and 6.2)', () => {
  test('each fill is rounded once: notional by half a unit of 8 decimals, fee up by less than one', () => {
    let fills = 0;
    fc.assert(
      fc.property(
        bars.chain((path) => fc.tuple(fc.constant(path), tradesOn(path))),
        ([path, trade]) => {
          for (const fill of run(trade, path).fills) {
            fills++;
            const exact = new Big(fill.price).times(fill.quantity);
            const rate = fill.liquidity === 'maker' ? '0.0017' : '0.0033';
            const rounded = new Big(fill.notional).minus(exact).abs();
            const over = new Big(fill.fee).minus(exact.times(rate));
            expect(rounded.lte('0.000000005'), `${fill.notional} for ${exact.toFixed()}`).toBe(true);
            expect(
              over.gte(0) && over.lt('0.00000001'),
              `${fill.fee} for ${exact.times(rate).toFixed()}`,
            ).toBe(true);
            expect(Math.max(decimals(fill.notional), decimals(fill.fee))).toBeLessThanOrEqual(8);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(fills).toBeGreaterThan(200);
  });

  test('a closed trade gives back what it took: gross is sold - bought, net is gross - all fees', () => {
    let closed = 0;
    fc.assert(
      fc.property(
        bars.chain((path) => fc.tuple(fc.constant(path), tradesOn(path))),
        ([path, plan]) => {
          const { trade, fills } = run(plan, path);
          if (trade.status !== 'closed') return;
          closed++;
          const side = (isBuy: boolean) =>
            fills.filter((fill) => ((fill.leg === 'entry') === (trade.direction === 'long')) === isBuy);
          const [bought, sold] = [side(true), side(false)];
          const quantityOf = (some: typeof fills) => total(some.map((fill) => fill.quantity)).toFixed();
          const gross = total(sold.map((fill) => fill.notional)).minus(
            total(bought.map((fill) => fill.notional)),
          );
          const fees = total(fills.map((fill) => fill.fee));
          expect(quantityOf(bought)).toBe(quantityOf(sold));
          expect(realizedGross(trade)).toBe(gross.toFixed());
          expect(feesOf(trade)).toBe(fees.toFixed());
          expect(realizedNet(trade)).toBe(gross.minus(fees).toFixed());
        },
      ),
      { numRuns: 1000 },
    );
    expect(closed).toBeGreaterThan(100);
  });
});
