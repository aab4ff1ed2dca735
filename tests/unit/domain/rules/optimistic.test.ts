import { describe, expect, test } from 'vitest';
import { price, rate } from '../../../../shared/domain/money/decimal.ts';
import { realizedNet } from '../../../../shared/domain/trades/pnl.ts';
import {
  bar,
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  TERMS,
  traded,
  typesOf,
} from '../../../fixtures/trades.ts';

const FREE = { ...TERMS, makerRate: rate(0), takerRate: rate(0) };

describe('9.5.1 what the other reading would have given', () => {
  test('a bar that reaches stop and target: the difference of their values', () => {
    // 2 x 90 - 1.8 - 202 = -23.8 taken; 220 - 1.1 - 202 = +16.9: 40.7 between them.
    const ran = run(opened(100, { exits: exits(110, 90) }), [bar(60_000, 100, 112, 88, 100)]);
    expect(ran.trade.upside).toBe('40.7');
    expect(realizedNet(ran.trade)).toBe('-23.8');
  });

  test('so for a short', () => {
    // -24.2 taken, +17.1 possible (tests of section 4).
    const lot = opened(100, { direction: 'short', exits: exits(90, 110) });
    expect(run(lot, [bar(60_000, 100, 112, 88, 100)]).trade.upside).toBe('41.3');
  });

  test('adds up over bars', () => {
    // First bar: bought at 92, 184.92 with its fee; worth 200 at the close, +15.08, or sold at 108, 216 - 1.08: +30. Second
    // bar: the stop of 89, 178 - 1.78 - 184.92 = -8.7, against the same target: 14.92 + 38.7.
    const trade = pending({ entry: limit(92), exits: exits(108, 89) });
    const ran = run(trade, [print(1, 100), bar(60_000, 100, 110, 91, 100), bar(120_000, 100, 109, 88, 100)]);
    expect(ran.trade.upside).toBe('53.62');
    expect(realizedNet(ran.trade)).toBe('-8.7');
  });

  test('a taken reading that only triggers counts what the other would have bought', () => {
    // Low first: bought at 95, worth 2 x 97: +4. High first: the stop of 105 becomes a limit of 90, which is not reached: 0.
    const entry = { type: 'oco', limit: price(95), stop: price(105), stopLimit: price(90) } as const;
    const ran = run(pending({ terms: FREE, entry }), [print(1, 100), bar(60_000, 100, 106, 94, 97)]);
    expect(typesOf(ran)).toEqual(['entry_triggered']);
    expect(ran.trade.upside).toBe('4');
  });

  test('a trailing stop that only one reading comes back to', () => {
    // High first: mark 103, level 93, which 91 passes: 186 - 200 = -14. Low first: not fired, worth 187 - 200 = -13.
    const lot = opened(100, { exits: { trailing: { amount: price(10) } }, terms: FREE });
    const ran = run(lot, [print(1, 100), bar(60_000, 100, 103, 91, 93.5)]);
    expect(ran.trade).toMatchObject({ status: 'closed', upside: '1' });
  });

  test('a taken reading without an event of its own leaves a row with the evidence', () => {
    // Without volume high first triggers the trailing stop at 103 and sells nothing, low first does nothing: both are worth
    // 2 x 104 - 200, and on a tie low first is taken. Its mark of 108 fires it at the next price of 103.
    const plan = {
      exits: { trailing: { amount: price(5) } },
      execution: { participation: rate(1) },
      terms: FREE,
    };
    const empty = traded(bar(60_000, 100, 108, 96, 104), 0);
    const ran = run(pending(plan), [traded(print(0, 100), 2), empty, traded(print(120_000, 103), 2)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'reading_taken', 'exit_filled']);
    expect(ran.events[1]).toEqual({
      type: 'reading_taken',
      at: 119_999,
      reading: 'OLHC',
      better: {
        reading: 'OHLC',
        value: '8',
        takenValue: '8',
        events: [{ leg: 'trailing_stop', price: null }],
      },
    });
    expect(ran.trade.upside).toBe('0');
  });

  test('where the readings agree nothing is counted', () => {
    const ran = run(opened(100, { exits: exits(110, 90) }), [bar(60_000, 100, 105, 88, 95)]);
    expect(ran.trade).not.toHaveProperty('upside');
  });

  test('read again, a bar counts once', () => {
    const trade = pending({ entry: limit(92), exits: exits(108, 80) });
    const path = [print(1, 100), bar(60_000, 100, 110, 91, 100)];
    const once = run(trade, path).trade;
    expect(once.upside).toBe('14.92');
    expect(run(once, path).trade).toEqual(once);
  });
});
