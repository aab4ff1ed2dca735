import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { type OracleOrder, runOracle } from '../../oracle/oracle.ts';
import { type Random, randomFrom } from '../../oracle/prng.ts';
import { bar, flat, order } from './cases.ts';

/**
 * The oracle again in a dozen lines: whole-number prices, a long, no fees, no slippage, no commands; each reading of
 * each bar walked price by price, so that nothing has to be said about moves, rests of moves or levels.
 */
function walk(o: OracleOrder, bars: number[][]): string[] {
  const n = (value?: string) => (value === undefined ? undefined : Number(value));
  const [limit, stop] = [
    n('limit' in o.entry ? o.entry.limit : undefined),
    n('stop' in o.entry ? o.entry.stop : undefined),
  ];
  const [target, loss] = [n(o.takeProfit), n(o.stopLoss)];
  type State = {
    triggered: boolean;
    seen: boolean;
    events: [string, number][];
  };
  const at = (s: State, p: number, gap: boolean): void => {
    let first = !s.seen;
    s.seen = true;
    if (s.events.length === 0) {
      if (!s.triggered && stop !== undefined && p >= stop) {
        s.triggered = true;
        first = true;
      }
      if (stop !== undefined && !s.triggered) return;
      if (limit !== undefined && p > limit) return;
      s.events.push(['entry', limit !== undefined && gap && !first ? limit : p]);
      first = true;
    } else first = false;
    if (s.events.length !== 1) return;
    if (loss !== undefined && p <= loss) s.events.push(['stop_loss', p]);
    else if (target !== undefined && p >= target) s.events.push(['take_profit', gap && !first ? target : p]);
  };
  let state: State = { triggered: false, seen: false, events: [] };
  for (const [open = 0, high = 0, low = 0, close = 0] of bars) {
    at(state, open, true);
    const reading = (via: number[]): State => {
      const s: State = { ...state, events: [...state.events] };
      let p = open;
      for (const to of via) {
        while (p !== to) {
          p += Math.sign(to - p);
          at(s, p, false);
        }
      }
      return s;
    };
    const [a, b] = [reading([low, high, close]), reading([high, low, close])];
    const value = (s: State) => (s.events[0] ? (s.events[1]?.[1] ?? close) - s.events[0][1] : 0);
    state = value(b) < value(a) ? b : a;
  }
  return state.events.map(([leg, price]) => `${leg} ${price}`);
}

function randomBars(random: Random, count: number): number[][] {
  let last = 100;
  return Array.from({ length: count }, () => {
    const open = Math.max(20, last + (random.chance(0.3) ? random.int(-6, 6) : 0));
    const close = Math.max(20, open + random.int(-5, 5));
    last = close;
    return [open, Math.max(open, close) + random.int(0, 5), Math.min(open, close) - random.int(0, 5), close];
  });
}

function randomLong(random: Random): Partial<OracleOrder> {
  const near = () => String(100 + random.int(-8, 8));
  const stop = near();
  const entry = random.pick<OracleOrder['entry']>([
    { type: 'market' },
    { type: 'limit', limit: near() },
    { type: 'stop', stop },
    {
      type: 'stop_limit',
      stop,
      limit: String(Number(stop) + random.int(-4, 4)),
    },
  ]);
  return {
    entry,
    makerRate: '0',
    takerRate: '0',
    ...(random.chance(0.8) && { takeProfit: String(101 + random.int(0, 12)) }),
    ...(random.chance(0.8) && { stopLoss: String(99 - random.int(0, 12)) }),
  };
}

/** 200 - price: a short over the mirrored bars must do what the long does. */
const mirror = (price: string | undefined) =>
  price === undefined ? undefined : new Big(200).minus(price).toFixed();

describe('oracle: against simpler ways to say the same', () => {
  it('equals a walk price by price', () => {
    const random = randomFrom(1);
    const seen = new Set<string>();
    for (let n = 0; n < 5_000; n += 1) {
      const long = order(randomLong(random));
      const numbers = randomBars(random, 12);
      const bars = numbers.map(([open = 0, high = 0, low = 0, close = 0], i) =>
        bar(i, open, high, low, close),
      );
      const result = runOracle(long, bars, Number.MAX_SAFE_INTEGER);
      expect(
        result.fills.map((fill) => `${fill.leg} ${fill.price}`),
        `case ${n}`,
      ).toEqual(walk(long, numbers));
      for (const fill of result.fills) seen.add(`${fill.leg} ${fill.liquidity} ${fill.ambiguous}`);
    }
    // Every kind of fill came up. (Without fees a target never makes the worse reading.)
    expect([...seen].sort()).toEqual([
      'entry maker false',
      'entry maker true',
      'entry taker false',
      'entry taker true',
      'stop_loss taker false',
      'stop_loss taker true',
      'take_profit maker false',
      'take_profit taker false',
    ]);
  });

  it('a short is the mirror image of a long', () => {
    const random = randomFrom(2);
    let compared = 0;
    for (let n = 0; n < 2_000; n += 1) {
      const long = order(randomLong(random));
      const numbers = randomBars(random, 12);
      const { entry, takeProfit, stopLoss } = long;
      const mirrored: { type: string; limit?: string; stop?: string } = { type: entry.type };
      if ('limit' in entry) mirrored.limit = mirror(entry.limit) ?? '';
      if ('stop' in entry) mirrored.stop = mirror(entry.stop) ?? '';
      const exits: { takeProfit?: string; stopLoss?: string } = {};
      if (takeProfit !== undefined) exits.takeProfit = mirror(takeProfit) ?? '';
      if (stopLoss !== undefined) exits.stopLoss = mirror(stopLoss) ?? '';
      const { takeProfit: _t, stopLoss: _s, ...rest } = long;
      const short = {
        ...rest,
        ...exits,
        direction: 'short',
        entry: mirrored,
      } as unknown as OracleOrder;
      const up = numbers.map(([o = 0, h = 0, l = 0, c = 0], i) => bar(i, o, h, l, c));
      const down = numbers.map(([o = 0, h = 0, l = 0, c = 0], i) =>
        bar(i, 200 - o, 200 - l, 200 - h, 200 - c),
      );
      const a = runOracle(long, up, Number.MAX_SAFE_INTEGER);
      const b = runOracle(short, down, Number.MAX_SAFE_INTEGER);
      // Where two readings tie, OLHC is the other one in the mirror; ties are those that end in nothing gained.
      if (a.grossPnl === '0' || b.grossPnl === '0') continue;
      compared += 1;
      expect(
        b.fills.map((fill) => `${fill.leg} ${mirror(fill.price)} ${fill.time}`),
        `case ${n}`,
      ).toEqual(a.fills.map((fill) => `${fill.leg} ${fill.price} ${fill.time}`));
    }
    expect(compared).toBeGreaterThan(1_500);
  });

  it('walks over a quiet market without doing anything', () => {
    expect(walk(order(), [[100, 100, 100, 100]])).toEqual(['entry 100']);
    expect(runOracle(order({ entry: { type: 'limit', limit: '9' } }), [flat(0, 100)], 1e15).fills).toEqual(
      [],
    );
  });
});
