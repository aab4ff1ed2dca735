import { describe, expect, test } from 'vitest';
import { price, rate } from '../../../../shared/domain/money/decimal.ts';
import type { EntryPlan } from '../../../../shared/domain/trades/trade.ts';
import { bar, briefs, pending, print, run, traded, typesOf, withCommands } from '../../../fixtures/trades.ts';

const postOnly = (at: number): EntryPlan => ({ type: 'limit', limit: price(at), postOnly: true });
const long = (changes = {}) => pending({ entry: postOnly(100), ...changes });
const short = (changes = {}) => long({ direction: 'short', ...changes });

describe('9.1.1 post-only', () => {
  test.each([
    ['a long below its limit', long(), 99],
    ['a long at its limit', long(), 100],
    ['a short above its limit', short(), 101],
    ['a short at its limit', short(), 100],
  ])('is rejected at its first point, where it would take: %s', (_, trade, at) => {
    const ran = run(trade, [print(1, at), print(2, 100)]);
    expect(typesOf(ran)).toEqual(['trade_rejected']);
    expect(ran.trade).toMatchObject({ status: 'rejected', endedAt: 1 });
  });

  test('rests where its first point leaves it, and fills as maker at its price ever after', () => {
    expect(briefs(run(long(), [print(1, 101), print(2, 97)]))).toEqual(['entry 100 @2 maker']);
    expect(briefs(run(short(), [print(1, 99), print(2, 103)]))).toEqual(['entry 100 @2 maker']);
  });

  test('the first point of a bar is its open: what its low does later is a touch', () => {
    expect(briefs(run(long(), [bar(0, 101, 102, 98, 99)]))).toEqual(['entry 100 @59999 maker']);
    expect(run(long(), [bar(0, 100, 102, 98, 99)]).trade).toMatchObject({ status: 'rejected', endedAt: 0 });
    expect(briefs(run(short(), [bar(0, 99, 102, 98, 99)]))).toEqual(['entry 100 @59999 maker']);
  });

  test('made inside a bar it sees the close alone', () => {
    const made = long({ createdAt: 30_000 });
    expect(run(made, [bar(0, 105, 106, 98, 100)]).trade).toMatchObject({
      status: 'rejected',
      endedAt: 59_999,
    });
    expect(run(made, [bar(0, 105, 106, 98, 101)]).trade.status).toBe('pending');
  });

  test('whatever volume the first point had', () => {
    const thin = long({ execution: { participation: rate('0.1') } });
    expect(run(thin, [traded(print(1, 99), 0)]).trade).toMatchObject({ status: 'rejected', endedAt: 1 });
  });

  test('moved to where it would take, it is rejected at the first point after', () => {
    const moved = withCommands(long(), {
      kind: 'amend',
      at: 2,
      changes: {},
      entry: { entry: postOnly(105) },
    });
    const ran = run(moved, [print(1, 104), print(3, 103)]);
    expect(typesOf(ran)).toEqual(['exits_changed', 'trade_rejected']);
    expect(ran.trade).toMatchObject({ status: 'rejected', endedAt: 3 });
  });
});
