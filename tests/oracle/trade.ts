import Big from 'big.js';
import { atPoint, type Leg, type Outcome, type Rule, reachedOnMove, whenReached } from './legs.ts';
import { feeOf, notionalOf, sideOf, slipped, text } from './money.ts';
import type { OracleFill, OracleOrder, OracleResult } from './types.ts';

/** A trade on its way. Changed in place; the two readings of a bar each change their own copy. */
export interface Trade {
  order: OracleOrder;
  status: OracleResult['status'];
  legs: Leg[];
  exits: { takeProfit: string | null; stopLoss: string | null };
  fills: OracleFill[];
  triggeredAt: number | undefined;
  endedAt: number | undefined;
  superseded: number;
}

export function newTrade(order: OracleOrder): Trade {
  return {
    order,
    status: 'pending',
    legs: [
      {
        name: 'entry',
        rule: entryRule(order.entry),
        armedAt: order.createdAt,
        started: false,
      },
    ],
    exits: {
      takeProfit: order.takeProfit ?? null,
      stopLoss: order.stopLoss ?? null,
    },
    fills: [],
    triggeredAt: undefined,
    endedAt: undefined,
    superseded: 0,
  };
}

export const copyOf = (trade: Trade): Trade => ({
  ...trade,
  legs: trade.legs.map((leg) => ({ ...leg })),
  exits: { ...trade.exits },
  fills: trade.fills.map((fill) => ({ ...fill })),
});

export function end(trade: Trade, status: OracleResult['status'], at: number): void {
  trade.status = status;
  trade.endedAt = at;
  trade.legs = [];
}

export const stopLossLeg = (stop: string, armedAt: number): Leg => ({
  name: 'stop_loss',
  rule: { type: 'stop', stop: new Big(stop) },
  armedAt,
  started: false,
});

export const takeProfitLeg = (limit: string, armedAt: number): Leg => ({
  name: 'take_profit',
  rule: { type: 'limit', limit: new Big(limit) },
  armedAt,
  started: false,
});

/** These legs see a gap point, or their first point. */
export function seePoint(trade: Trade, price: Big, time: number, which: (leg: Leg) => boolean): void {
  for (const leg of trade.legs.filter(which)) look(trade, leg, price, time);
}

function look(trade: Trade, leg: Leg, price: Big, time: number): void {
  if (!trade.legs.includes(leg)) return; // another leg ended the trade at this point
  const first = !leg.started;
  leg.started = true;
  apply(trade, leg, atPoint(leg.rule, sideOf(trade.order.direction, leg.name), price, first), price, time);
}

/** The price moves from `from` to `to`; every leg that has seen its first point follows it (1.3, 3.2). */
export function followMove(trade: Trade, from: Big, to: Big, time: number): void {
  let at = from;
  for (;;) {
    let nearest: { leg: Leg; level: Big; distance: Big } | undefined;
    for (const leg of trade.legs) {
      if (!leg.started) continue;
      const level = reachedOnMove(leg.rule, sideOf(trade.order.direction, leg.name), to);
      if (level === undefined) continue;
      const ahead = to.gt(at) ? level.gt(at) && level.lte(to) : level.lt(at) && level.gte(to);
      if (!ahead) throw new Error(`${trade.order.id}: ${leg.name} should have fired before ${text(at)}`);
      const distance = level.minus(at).abs();
      if (nearest === undefined || distance.lt(nearest.distance)) nearest = { leg, level, distance };
    }
    if (nearest === undefined) return;
    at = nearest.level;
    apply(trade, nearest.leg, whenReached(nearest.leg.rule), at, time);
  }
}

/** `point` is where the price is: what the outcome arms has its first point there (2.2, 2.5, 3.2). */
function apply(trade: Trade, leg: Leg, outcome: Outcome, point: Big, time: number): void {
  if (outcome.kind === 'nothing') return;
  if (outcome.kind === 'becomes_limit') {
    trade.triggeredAt = time;
    leg.rule = { type: 'limit', limit: outcome.limit };
    leg.started = false;
    look(trade, leg, point, time);
    return;
  }
  const { order } = trade;
  const side = sideOf(order.direction, leg.name);
  const price = outcome.slips
    ? slipped(outcome.price, side, order.slippageBps, order.tickSize)
    : outcome.price;
  const rate = outcome.liquidity === 'maker' ? order.makerRate : order.takerRate;
  trade.fills.push({
    leg: leg.name,
    time,
    price: text(price),
    quantity: text(new Big(order.quantity)),
    notional: text(notionalOf(price, order.quantity)),
    fee: text(feeOf(price, order.quantity, rate)),
    liquidity: outcome.liquidity,
    ambiguous: false,
  });
  if (leg.name !== 'entry') {
    end(trade, 'closed', time);
    return;
  }
  trade.status = 'open';
  trade.legs = [];
  if (trade.exits.stopLoss !== null) trade.legs.push(stopLossLeg(trade.exits.stopLoss, time));
  if (trade.exits.takeProfit !== null) trade.legs.push(takeProfitLeg(trade.exits.takeProfit, time));
  seePoint(trade, point, time, () => true);
}

function entryRule(entry: OracleOrder['entry']): Rule {
  switch (entry.type) {
    case 'market':
      return { type: 'market' };
    case 'limit':
      return { type: 'limit', limit: new Big(entry.limit) };
    case 'stop':
      return { type: 'stop', stop: new Big(entry.stop) };
    case 'stop_limit':
      return {
        type: 'stop_limit',
        stop: new Big(entry.stop),
        limit: new Big(entry.limit),
      };
  }
}
