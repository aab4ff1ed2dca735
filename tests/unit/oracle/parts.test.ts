import { describe, expect, it } from 'vitest';
import type { OracleCommand, OracleOrder, OraclePrint } from '../../oracle/oracle.ts';
import { runOracle } from '../../oracle/oracle.ts';
import { bar, flat, MINUTE, notes, order, parts, run } from './cases.ts';

/** A tenth of the volume; each minute has 10 unless said otherwise. */
const slow = (more: Partial<OracleOrder>): Partial<OracleOrder> => ({
  participation: '0.1',
  lotSize: '0.1',
  ...more,
});
const buy = (limit: string) => ({ entry: { type: 'limit' as const, limit } });
const at = (n: number, price: number) => flat(n, price, 10);
const full = flat(0, 100);
const exitsOf = (changes: Partial<OracleOrder>, bars: ReturnType<typeof flat>[]) =>
  parts(changes, bars).slice(1);

describe('oracle: parts, iceberg and participation (fill rules 9.4)', () => {
  it('9.4.1 a share of the volume, down to the lot', () => {
    // 0.1 x 12.99 = 1.299 -> 1.2
    expect(parts(slow({ quantity: '5' }), [flat(0, 100, 12.99)])).toEqual(['entry 1.2 x 100 @0o']);
    expect(parts(slow({}), [flat(0, 100, 0.99)])).toEqual([]);
    const prints: OraclePrint[] = [
      { time: 1, price: '100', quantity: '15', id: 1 },
      { time: 1, price: '101', quantity: '15', id: 2 },
    ];
    const { fills } = runOracle(order(slow({ quantity: '2' })), prints, 1);
    expect(fills.map(({ quantity, price }) => `${quantity} x ${price}`)).toEqual(['1.5 x 100', '0.5 x 101']);
  });

  it('9.4.1 at most the visible size in one fill, of limits alone', () => {
    const iceberg = { ...buy('100'), quantity: '1', visible: '0.4' };
    expect(parts(iceberg, [full, flat(1, 100), flat(2, 90)])).toEqual([
      'entry 0.4 x 100 @0o',
      'entry 0.4 x 100 @1o',
      'entry 0.2 x 100 @2o',
    ]);
    const exits = { visible: '0.4', stopLoss: '90', takeProfit: '105' };
    expect(exitsOf(exits, [full, bar(1, 100, 106, 100, 106), flat(2, 80)])).toEqual([
      'take_profit 0.4 x 105 @1c',
      'stop_loss 0.6 x 80 @2o',
    ]);
  });

  it('9.4.2 legs share it in the order in which they fire; one part of an element each', () => {
    const ladder = slow({
      quantity: '2',
      targets: ['105', '106'].map((price) => ({ price, quantity: '0.7' })),
    });
    // 20 in minute 0: bought whole. Minute 1: one for both targets.
    const bars = [flat(0, 100, 20), at(1, 107), at(2, 105)];
    expect(exitsOf(ladder, bars)).toEqual(['target 0.7 x 105 @1o', 'target 0.3 x 106 @1o']);
    // The open and the rest of a bar share it; what was touched at the open sees no more of the bar.
    const twice = slow({ ...buy('100'), quantity: '3' });
    expect(parts(twice, [at(0, 101), bar(1, 99, 101, 95, 99, 10), at(2, 100)])).toEqual([
      'entry 1 x 100 @1o',
      'entry 1 x 100 @2o',
    ]);
    // Exits that a part arms find what is left of the same element.
    const both = slow({ ...buy('100'), quantity: '3', visible: '0.6', takeProfit: '99' });
    expect(parts(both, [at(0, 100)])).toEqual(['entry 0.6 x 100 @0o', 'take_profit 0.4 x 100 @0o']);
  });

  it('9.4.2 of a bar around its arming a leg has the whole allowance', () => {
    expect(parts(slow({ quantity: '3', createdAt: 59_998 }), [at(0, 100)])).toEqual(['entry 1 x 100 @0c']);
  });

  it('9.4.3 a limit rests: as maker at its limit, also where the price opens beyond it', () => {
    const rest = run(slow({ ...buy('100'), quantity: '2' }), [at(0, 98), at(1, 97)]);
    expect(rest.fills.map(({ price, liquidity }) => `${price} ${liquidity}`)).toEqual([
      '98 taker',
      '100 maker',
    ]);
    // Marketable at its first point, and nothing there.
    const none = run(slow(buy('100')), [flat(0, 98, 0), at(1, 97)]);
    expect(none.fills.map(({ price, liquidity }) => `${price} ${liquidity}`)).toEqual(['100 maker']);
  });

  it('9.4.4 a market leg goes on at each later open, with slippage', () => {
    expect(parts(slow({ quantity: '2.5', slippageBps: 100 }), [at(0, 100), at(1, 101), at(2, 102)])).toEqual([
      'entry 1 x 101 @0o',
      'entry 1 x 102.01 @1o',
      'entry 0.5 x 103.02 @2o',
    ]);
  });

  it('9.4.4 a stop that has fired goes on at the market; with nothing it has triggered', () => {
    const stop = slow({ entry: { type: 'stop', stop: '105' }, quantity: '2' });
    const bars = [at(0, 100), bar(1, 100, 106, 100, 101, 10), at(2, 99)];
    expect(parts(stop, bars)).toEqual(['entry 1 x 105 @1c', 'entry 1 x 99 @2o']);
    expect(notes(stop, bars)).toEqual([]);
    const empty = [at(0, 100), bar(1, 100, 106, 100, 101, 0), at(2, 99), at(3, 98)];
    expect(parts(stop, empty)).toEqual(['entry 1 x 99 @2o', 'entry 1 x 98 @3o']);
    expect(notes(stop, empty)).toEqual(['entry_triggered @1c']);
  });

  it('9.4.5 the first part arms the exits for what is filled; they grow; their first fill ends the entry', () => {
    const bracket = slow({ quantity: '5', takeProfit: '110', stopLoss: '90' });
    const bars = [at(0, 100), at(1, 101), flat(2, 111, 50), at(3, 100)];
    // Minute 2: the entry buys 3 more at 111 first, and 2 of its allowance are left for the take profit.
    expect(parts(bracket, bars)).toEqual([
      'entry 1 x 100 @0o',
      'entry 1 x 101 @1o',
      'entry 3 x 111 @2o',
      'take_profit 2 x 110 @2o',
    ]);
    // A partial close ends the rest of the entry too.
    const part: OracleCommand = { kind: 'close', at: 30_000, part: { id: 'p', quantity: '0.5' } };
    const sold = slow({ ...buy('100'), quantity: '2', commands: [part] });
    expect(parts(sold, [at(0, 100), at(1, 101), at(2, 99)])).toEqual([
      'entry 1 x 100 @0o',
      'close 0.5 x 101 @1o',
    ]);
    // And so does a stop loss that has triggered without a fill.
    const stopped = slow({ ...buy('100'), quantity: '2', stopLoss: '95', stopLimit: '96' });
    expect(parts(stopped, [at(0, 100), bar(1, 101, 101, 101, 101, 10), flat(2, 94, 0), at(3, 90)])).toEqual([
      'entry 1 x 100 @0o',
    ]);
  });

  it('9.4.6 what has fired goes on alone until all is closed', () => {
    const bracket = slow({ quantity: '2', takeProfit: '101', stopLoss: '95' });
    const bars = [flat(0, 100, 20), at(1, 94), at(2, 102)];
    expect(exitsOf(bracket, bars)).toEqual(['stop_loss 1 x 94 @1o', 'stop_loss 1 x 102 @2o']);
    // An amendment is superseded, a close of the whole takes over.
    const amend: OracleCommand = { kind: 'amend', at: 90_000, changes: { takeProfit: '110' } };
    expect(run({ ...bracket, commands: [amend] }, bars).superseded).toBe(1);
    const close: OracleCommand = { kind: 'close', at: 2 * MINUTE - 1 };
    expect(exitsOf({ ...bracket, commands: [close] }, bars)).toEqual([
      'stop_loss 1 x 94 @1o',
      'close 1 x 102 @2o',
    ]);
    // Where it covers a part, that alone.
    expect(exitsOf({ ...bracket, covers: '1.5' }, [...bars, at(3, 80)])).toEqual([
      'stop_loss 1 x 94 @1o',
      'stop_loss 0.5 x 102 @2o',
    ]);
  });

  it('9.4.6 a part at the market leaves the exits armed, and can be withdrawn', () => {
    const part: OracleCommand = { kind: 'close', at: 30_000, part: { id: 'p', quantity: '1.5' } };
    const bracket = slow({ quantity: '3', stopLoss: '95', commands: [part] });
    const bars = [flat(0, 100, 30), at(1, 99), flat(2, 94, 50)];
    expect(exitsOf(bracket, bars)).toEqual(['close 1 x 99 @1o', 'stop_loss 2 x 94 @2o']);
    const off: OracleCommand = { kind: 'withdraw', at: 90_000, orderId: 'p' };
    const calm = [flat(0, 100, 30), at(1, 99), flat(2, 99, 50)];
    expect(exitsOf({ ...bracket, commands: [part, off] }, calm)).toEqual(['close 1 x 99 @1o']);
    expect(run({ ...bracket, commands: [part, off, off] }, calm).superseded).toBe(1);
  });

  it('5.5 a part is cut to what no earlier part waits for; of nothing it is superseded', () => {
    const sell = (id: string, quantity: string, limit?: string): OracleCommand => ({
      kind: 'close',
      at: 30_000,
      part: { id, quantity, ...(limit !== undefined && { limit }) },
    });
    const commands = [sell('a', '1.5', '110'), sell('b', '1'), sell('c', '1')];
    const result = run({ quantity: '2', commands }, [full, flat(1, 101), flat(2, 111)]);
    expect(result.superseded).toBe(1);
    expect(
      result.fills.slice(1).map(({ orderId, quantity, price }) => `${orderId} ${quantity} x ${price}`),
    ).toEqual(['b 0.5 x 100', 'a 1.5 x 110']);
  });
});

describe('oracle: as many fills as a trade keeps (fill rules 9.4.8)', () => {
  it('the hundredth fill of the entry ends it, the hundredth of the exits takes all', () => {
    const minutes = (from: number, count: number, price: number) =>
      Array.from({ length: count }, (_, n) => flat(from + n, price, 10));
    const plan = { ...buy('100'), quantity: '200', participation: '0.1', lotSize: '0.1', takeProfit: '110' };
    const bought = run(plan, minutes(0, 150, 100));
    expect(bought.fills).toHaveLength(100);
    // A hundred are open: 0.5 a minute, and half of it in the last.
    const sale = [...minutes(0, 150, 100), ...Array.from({ length: 150 }, (_, n) => flat(150 + n, 120, 5))];
    const { fills, endedAt } = run(plan, sale);
    expect(fills).toHaveLength(200);
    expect(fills.at(-2)).toMatchObject({ leg: 'take_profit', quantity: '0.5' });
    expect(fills.at(-1)).toMatchObject({ leg: 'take_profit', quantity: '50.5' });
    expect(endedAt).toBe(249 * MINUTE);
  });
});

describe('oracle: what the other reading would have given (fill rules 9.5)', () => {
  const both = { stopLoss: '95', takeProfit: '105' };

  it('9.5.1 adds up the differences of the readings', () => {
    // Stopped at 95 for a fee of 0.19, or sold at 105 for 0.105: 104.895 - 94.81 = 10.085
    expect(run(both, [full, bar(1, 100, 106, 94, 104)]).upside).toBe('10.085');
    expect(run(both, [full, bar(1, 100, 104, 94, 104)]).upside).toBe('0');
  });

  it('9.5.1 also where less is done in the taken one', () => {
    // Triggered at 105, limit 103. Taken: not bought, worth 0; the other: bought at 103, worth 0.897 at 104.
    const entry = { type: 'stop_limit' as const, stop: '105', limit: '103' };
    expect(run({ entry }, [full, bar(1, 100, 106, 94, 104)]).upside).toBe('0.897');
    // Sold at 105. OLHC: open at the close of 100: 4.895. OHLC: bought back at 95: 9.8.
    const limit = { type: 'limit' as const, limit: '105' };
    const short = { direction: 'short' as const, entry: limit, takeProfit: '95' };
    expect(run(short, [full, bar(1, 100, 106, 94, 100)]).upside).toBe('4.905');
  });

  it('9.5.1 says so where the taken reading did nothing', () => {
    // OHLC: from 110 down through 107, where the stop fires and gets nothing. OLHC: 97.5 came first, 109 at the end.
    const trailing = slow({ trailing: { amount: '3' } });
    const bars = [at(0, 100), bar(1, 100, 110, 97.5, 109, 0)];
    expect(notes(trailing, bars)).toEqual(['reading_taken @1c?']);
    expect(run(trailing, bars)).toMatchObject({ status: 'open', upside: '0', mark: '110' });
  });
});
