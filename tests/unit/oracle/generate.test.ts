import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { randomOrders } from '../../oracle/generate.ts';
import type { OracleBar, OracleOrder } from '../../oracle/oracle.ts';
import { runOracle } from '../../oracle/oracle.ts';
import { randomFrom } from '../../oracle/prng.ts';
import { bar } from './cases.ts';

const options = { tickSize: '0.01', makerRate: '0.001', takerRate: '0.002' };

/** Four days of a random market around 100, to the cent. */
function market(): OracleBar[] {
  const random = randomFrom(11);
  const cents = (value: number) => Math.round(value * 100) / 100;
  let last = 100;
  return Array.from({ length: 5_760 }, (_, n) => {
    const open = cents(last + random.int(-2, 2) / 100);
    const close = cents(open * (1 + (random.next() - 0.5) * 0.003));
    last = close;
    const high = cents(Math.max(open, close) + random.int(0, 10) / 100);
    return bar(n, open, high, cents(Math.min(open, close) - random.int(0, 10) / 100), close);
  });
}

const bars = market();
const orders = randomOrders(3, bars, 600, options);

const levels = (order: OracleOrder): number[] => {
  const { entry } = order;
  return [...('limit' in entry ? [entry.limit] : []), ...('stop' in entry ? [entry.stop] : [])].map(Number);
};

describe('oracle: random orders', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(randomOrders(3, bars, 600, options)).toEqual(orders);
    expect(randomOrders(4, bars, 600, options)).not.toEqual(orders);
    expect(new Set(orders.map((order) => order.id)).size).toBe(600);
  });

  it('are valid: prices on the tick, exits on their sides, commands after the creation', () => {
    for (const order of orders) {
      const exits = order.commands.flatMap((command) => (command.kind === 'amend' ? [command.changes] : []));
      const sign = order.direction === 'long' ? 1 : -1;
      for (const { takeProfit, stopLoss } of [order, ...exits]) {
        for (const price of [takeProfit, stopLoss, ...levels(order).map(String)]) {
          if (typeof price === 'string') expect(new Big(price).mod('0.01').toFixed()).toBe('0');
        }
        for (const level of levels(order)) {
          if (takeProfit) expect((Number(takeProfit) - level) * sign).toBeGreaterThan(0);
          if (stopLoss) expect((Number(stopLoss) - level) * sign).toBeLessThan(0);
        }
      }
      expect(Number(order.quantity)).toBeGreaterThan(0);
      expect(order.commands.every((command) => command.at >= order.createdAt)).toBe(true);
      expect(order.goodTill ?? order.createdAt).toBeGreaterThanOrEqual(order.createdAt);
    }
  });

  it('wait on the right side: a stop beyond the prices that are known at the creation', () => {
    for (const order of orders) {
      if (!('stop' in order.entry)) continue;
      const n = bars.findIndex((one) => order.createdAt <= one.closeTime);
      const known = [bars[n]?.open, bars[n - 1]?.close].map(Number);
      const sign = order.direction === 'long' ? 1 : -1;
      for (const price of known) expect((Number(order.entry.stop) - price) * sign).toBeGreaterThan(0);
    }
  });

  it('cover every kind of order, command, moment and outcome', () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (const order of orders) {
      count(`${order.direction} ${order.entry.type}`);
      if (order.takeProfit === undefined) count('no target');
      if (order.stopLoss === undefined) count('no stop');
      if (order.goodTill !== undefined) count('good till');
      for (const command of order.commands) count(command.kind);
      const ms = order.createdAt % 60_000;
      count(ms === 0 ? 'at open' : ms === 59_999 ? 'at close' : 'inside');
      const result = runOracle(order, bars, Number.MAX_SAFE_INTEGER);
      count(`${result.status} ${result.closeReason ?? ''}`.trim());
      for (const fill of result.fills)
        count(`${fill.leg} ${fill.liquidity}${fill.ambiguous ? ' ambiguous' : ''}`);
      if (result.superseded > 0) count('superseded');
    }
    const kinds = ['market', 'limit', 'stop', 'stop_limit'];
    const expected = [
      ...['long', 'short'].flatMap((direction) => kinds.map((kind) => `${direction} ${kind}`)),
      ...['no target', 'no stop', 'good till', 'cancel', 'close', 'amend', 'superseded'],
      ...['at open', 'at close', 'inside'],
      ...['pending', 'open', 'cancelled', 'expired'],
      ...['closed take_profit', 'closed stop_loss', 'closed manual'],
      ...[
        'entry maker',
        'entry taker',
        'take_profit maker',
        'take_profit taker',
        'stop_loss taker',
        'close taker',
      ],
      ...['entry maker ambiguous', 'entry taker ambiguous', 'stop_loss taker ambiguous'],
    ];
    expect(expected.filter((what) => (seen.get(what) ?? 0) < 3)).toEqual([]);
  });
});
