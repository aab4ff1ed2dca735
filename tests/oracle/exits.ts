import Big from 'big.js';
import type { Leg, Rule } from './legs.ts';
import { bookOf, quotientToTick } from './money.ts';
import { stopRule, type Trade } from './trade.ts';
import type { OracleExits, OracleLeg } from './types.ts';

/** 9.2.1: at one point they come in this order. */
const ORDER: readonly OracleLeg[] = [
  'entry',
  'stop_loss',
  'trailing_stop',
  'liquidation',
  'target',
  'take_profit',
  'close',
];

/** What `covers` bounds (9.2.3). */
export const isCovered = (leg: Leg): boolean => !['entry', 'liquidation', 'close'].includes(leg.name);

export function add(trade: Trade, ...legs: Leg[]): void {
  // Stable: targets and partial closes stay in the order in which they were given.
  trade.legs = [...trade.legs, ...legs].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

export function remove(trade: Trade, which: (leg: Leg) => boolean): void {
  trade.legs = trade.legs.filter((leg) => !which(leg));
}

/** Every exit that the plan has, or those of one name, armed anew. The legs that are new. */
export function armExits(trade: Trade, at: number, names: readonly (keyof OracleExits)[]): Leg[] {
  const { exits } = trade;
  const armed: Leg[] = [];
  const arm = (name: OracleLeg, rule: Rule, more: Partial<Leg> = {}) =>
    armed.push({ name, rule, armedAt: at, started: false, ...more });
  const named = (...any: (keyof OracleExits)[]) => any.some((name) => names.includes(name));
  if (named('stopLoss', 'stopLimit')) {
    remove(trade, ({ name }) => name === 'stop_loss');
    if (exits.stopLoss) arm('stop_loss', stopRule(exits.stopLoss, exits.stopLimit));
  }
  if (named('trailing')) {
    remove(trade, ({ name }) => name === 'trailing_stop');
    if (exits.trailing)
      arm('trailing_stop', {
        type: 'trailing',
        distance: exits.trailing,
        tickSize: trade.order.tickSize,
      });
  }
  if (named('targets')) {
    remove(trade, ({ name }) => name === 'target');
    for (const [place, { price, quantity }] of (exits.targets ?? []).entries())
      arm('target', { type: 'limit', limit: new Big(price) }, { left: new Big(quantity), place });
  }
  if (named('takeProfit')) {
    remove(trade, ({ name }) => name === 'take_profit');
    if (exits.takeProfit) arm('take_profit', { type: 'limit', limit: new Big(exits.takeProfit) });
  }
  add(trade, ...armed);
  return armed;
}

/** 9.2.8: a short's stop where loss and fee reach what it has cost. */
export function armLiquidation(trade: Trade, at: number): Leg[] {
  remove(trade, ({ name }) => name === 'liquidation');
  const { order } = trade;
  if (order.direction === 'long') return [];
  const { open, cost } = bookOf(trade.fills);
  const each = open.times(new Big(order.takerRate).plus(1));
  const reached = quotientToTick(cost.times(2), each, order.tickSize, 'down');
  const least = quotientToTick(cost, open, order.tickSize, 'down').plus(order.tickSize);
  const stop = reached.lt(least) ? least : reached;
  const leg: Leg = { name: 'liquidation', rule: { type: 'stop', stop }, armedAt: at, started: false };
  add(trade, leg);
  return [leg];
}

/** 9.2.4, once the first target has filled whole. */
export function breakEven(trade: Trade, at: number): Leg[] {
  const { order, exits } = trade;
  if (!exits.breakEven || exits.stopLoss === undefined) return [];
  const entries = trade.fills.filter(({ leg }) => leg === 'entry');
  const sum = (of: 'notional' | 'quantity') =>
    entries.reduce((total, fill) => total.plus(fill[of]), new Big(0));
  const isLong = order.direction === 'long';
  const average = quotientToTick(sum('notional'), sum('quantity'), order.tickSize, isLong ? 'up' : 'down');
  const there = isLong ? average.lte(exits.stopLoss) : average.gte(exits.stopLoss);
  if (there) return [];
  exits.stopLoss = average.toFixed();
  return armExits(trade, at, ['stopLoss']);
}

/** 9.2.3, 9.2.7: the exits that it bounded are disarmed, and planned no longer. */
export function coversUsedUp(trade: Trade): void {
  remove(trade, isCovered);
  const { timeOut, dailyClose } = trade.exits;
  trade.exits = {
    ...(timeOut !== undefined && { timeOut }),
    ...(dailyClose !== undefined && { dailyClose }),
  };
  trade.coverLeft = undefined;
  trade.fired = undefined;
}
