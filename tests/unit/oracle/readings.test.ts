import { describe, expect, it } from 'vitest';
import { bar, fills, flat, MINUTE, run } from './cases.ts';

const entered = flat(0, 100);

describe('oracle: two readings of a bar (fill rules 4)', () => {
  it('4.1 readings that fire the same agree: nothing is flagged', () => {
    expect(fills({ stopLoss: '95' }, [entered, bar(1, 100, 110, 94, 105)])[1]).toBe('stop_loss 95 taker @1c');
  });

  it('4.2 stop and target in one bar: the stop, flagged; the entry before is not', () => {
    const both = { stopLoss: '95', takeProfit: '105' };
    expect(fills(both, [entered, bar(1, 100, 106, 94, 104)])).toEqual([
      'entry 100 taker @0o',
      'stop_loss 95 taker @1c?',
    ]);
    expect(
      fills({ ...both, direction: 'short', stopLoss: '105', takeProfit: '95' }, [
        entered,
        bar(1, 100, 106, 94, 96),
      ])[1],
    ).toBe('stop_loss 105 taker @1c?');
  });

  it('4.2 an open position is valued at the close', () => {
    // Short from 105 on the way up, target 95. OHLC: sold 105, bought 95. OLHC: sold 105, open at the close of 100.
    // 105 - 0.105 - 95 - 0.095 = 9.80 against 105 - 0.105 - 100 = 4.895: OLHC.
    const short = {
      direction: 'short' as const,
      entry: { type: 'limit' as const, limit: '105' },
      takeProfit: '95',
    };
    expect(fills(short, [entered, bar(1, 100, 106, 94, 100)])).toEqual(['entry 105 maker @1c?']);
    // At a close of 95.05 the open one is better (9.845): OHLC.
    expect(fills(short, [entered, bar(1, 100, 106, 94, 95.05)])).toEqual([
      'entry 105 maker @1c?',
      'take_profit 95 maker @1c?',
    ]);
    // At 95 both readings end in the target; with a stop just above both end there.
    expect(fills(short, [entered, bar(1, 100, 106, 94, 95)])).toEqual([
      'entry 105 maker @1c',
      'take_profit 95 maker @1c',
    ]);
    expect(fills({ ...short, stopLoss: '107' }, [entered, bar(1, 100, 108, 94, 96)])).toEqual([
      'entry 105 maker @1c',
      'stop_loss 107 taker @1c',
    ]);
  });

  it('4.2 the worse may be the reading in which less, or nothing, fires', () => {
    // Triggered at 105 going up, then limit 103. OLHC: 94, 106, close 104: not bought, worth 0.
    // OHLC: 106, then down through 103, back to 104: bought, worth 104 - 103 - 0.103 = 0.897. Worse: nothing.
    const entry = { type: 'stop_limit' as const, stop: '105', limit: '103' };
    const one = [entered, bar(1, 100, 106, 94, 104)];
    expect(fills({ entry }, one)).toEqual([]);
    expect(run({ entry }, one).notes).toMatchObject([{ type: 'entry_triggered', at: 2 * MINUTE - 1 }]);
    // With a close of 103.05 buying is worth -0.053: worse than nothing.
    expect(fills({ entry }, [entered, bar(1, 100, 106, 94, 103.05)])).toEqual(['entry 103 maker @1c?']);
  });

  it('4.2 fees decide, and slippage', () => {
    // Long at 100 (stop entry), target 101, stop 99.9.
    // Bar 99.5 -> high 101.5, low 99, close 100. OLHC: 99, up: entry 100, target 101; worth +1 less fees.
    // OHLC: up: entry 100, target 101 as well: they agree.
    const up = {
      entry: { type: 'stop' as const, stop: '100' },
      takeProfit: '101',
      stopLoss: '99.9',
    };
    expect(fills(up, [flat(0, 99.5), bar(1, 99.5, 101.5, 99, 100)])).toEqual([
      'entry 100 taker @1c',
      'take_profit 101 maker @1c',
    ]);
    // Sold out at 100.1 for a fee of 0.1001, or still open with a close of 100: 100.1 - 0.1001 = 99.9999 is worse.
    const exit = {
      entry: { type: 'limit' as const, limit: '99' },
      takeProfit: '100.1',
    };
    expect(fills(exit, [flat(0, 99.5), bar(1, 99.5, 100.1, 99, 100)])).toEqual([
      'entry 99 maker @1c?',
      'take_profit 100.1 maker @1c?',
    ]);
  });

  it('4.2 on a tie OLHC is taken, and flagged', () => {
    // OLHC: bought at 95, sold at 105 for a fee of 0.105: 104.895. OHLC: bought at 95, open at the close of 104.895.
    const both = {
      entry: { type: 'limit' as const, limit: '95' },
      takeProfit: '105',
    };
    expect(fills(both, [entered, bar(1, 100, 106, 94, 104.895)])).toEqual([
      'entry 95 maker @1c?',
      'take_profit 105 maker @1c?',
    ]);
    // A hair lower and the open one is worse.
    expect(fills(both, [entered, bar(1, 100, 106, 94, 104.894999)])).toEqual(['entry 95 maker @1c?']);
  });

  it('4.2 values are compared exactly: fees as booked, the open quantity unrounded', () => {
    // 105 x 0.00000001 = 0.00000105; fee 0.00000000105 is booked as 0.00000001. Sold: 0.00000104.
    const tiny = {
      entry: { type: 'limit' as const, limit: '95' },
      takeProfit: '105',
      quantity: '0.00000001',
    };
    // Open at 104: exactly 0.00000104: a tie, OLHC.
    expect(fills(tiny, [entered, bar(1, 100, 106, 94, 104)])).toHaveLength(2);
    // Open at 103.9: 0.000001039, less. (Rounded to 8 decimals it would still be a tie.)
    expect(fills(tiny, [entered, bar(1, 100, 106, 94, 103.9)])).toHaveLength(1);
  });

  it('4.3 what fires at the open is in neither reading and is not flagged', () => {
    const both = { createdAt: MINUTE, stopLoss: '95', takeProfit: '105' };
    expect(fills(both, [entered, bar(1, 100, 106, 94, 104)])).toEqual([
      'entry 100 taker @1o',
      'stop_loss 95 taker @1c?',
    ]);
  });
});
