import Big from 'big.js';
import { type Side, toTick } from './money.ts';
import type { OracleLeg, OracleTrailing } from './types.ts';

export interface TrailingRule {
  type: 'trailing';
  distance: OracleTrailing;
  tickSize: string;
  /** The best price seen; absent before its first point, and while it waits for its activation. */
  mark?: Big;
}

export type Rule =
  | { type: 'market' }
  | { type: 'limit'; limit: Big; postOnly?: true }
  | { type: 'stop'; stop: Big }
  | { type: 'stop_limit'; stop: Big; limit: Big }
  | TrailingRule;

export interface Leg {
  name: OracleLeg;
  rule: Rule;
  /** What it may still fill; absent: all that is open. */
  left?: Big;
  armedAt: number;
  /** Whether it has seen its first point (2.4). */
  started: boolean;
  /** It got nothing of this element, and sees no more of it (9.4.2). */
  blockedIn?: number;
  /** Of an entry: which of two it was armed as. */
  via?: 'limit' | 'stop';
  /** Of a partial close. */
  orderId?: string;
  /** Of a target: its place in the plan. */
  place?: number;
}

export type Outcome =
  | { kind: 'nothing' }
  | { kind: 'fills'; price: Big; liquidity: 'maker' | 'taker'; slips: boolean }
  | { kind: 'becomes_limit'; limit: Big }
  | { kind: 'marks'; mark: Big; activated: boolean }
  | { kind: 'rejected' };

const NOTHING: Outcome = { kind: 'nothing' };

/** The price is where a limit of this side may fill (a buy: at or below its limit). */
const goodFor = (side: Side, price: Big, limit: Big): boolean =>
  side === 'buy' ? price.lte(limit) : price.gte(limit);

/** The price has reached the trigger of a stop of this side (a buy: at or above it). */
const triggers = (side: Side, price: Big, stop: Big): boolean =>
  side === 'buy' ? price.gte(stop) : price.lte(stop);

/** 9.3.1: where a trailing stop with a mark fires. */
export function levelOf({ distance, tickSize, mark }: TrailingRule, side: Side): Big | undefined {
  if (mark === undefined) return undefined;
  const sign = side === 'sell' ? -1 : 1;
  const away =
    distance.amount === undefined
      ? mark.times(distance.percent ?? '').times('0.01')
      : new Big(distance.amount);
  const level = toTick(mark.plus(away.times(sign)), tickSize, side === 'sell' ? 'down' : 'up');
  return level.gt(0) ? level : undefined;
}

/** The first two columns of the table of section 3, and 9.3 at a point. */
export function atPoint(rule: Rule, side: Side, price: Big, first: boolean): Outcome {
  const asStop: Outcome = { kind: 'fills', price, liquidity: 'taker', slips: true };
  switch (rule.type) {
    case 'market':
      return asStop;
    case 'limit':
      if (!goodFor(side, price, rule.limit)) return NOTHING;
      if (first && rule.postOnly) return { kind: 'rejected' };
      if (first) return { kind: 'fills', price, liquidity: 'taker', slips: false };
      return { kind: 'fills', price: rule.limit, liquidity: 'maker', slips: false };
    case 'stop':
      return triggers(side, price, rule.stop) ? asStop : NOTHING;
    case 'stop_limit':
      return triggers(side, price, rule.stop) ? { kind: 'becomes_limit', limit: rule.limit } : NOTHING;
    case 'trailing': {
      const { activation } = rule.distance;
      if (rule.mark === undefined) {
        if (activation === undefined) return { kind: 'marks', mark: price, activated: false };
        // Activated on the winning side: where a limit of its side would fill.
        if (!goodFor(side, price, new Big(activation))) return NOTHING;
        return { kind: 'marks', mark: price, activated: true };
      }
      const level = levelOf(rule, side);
      if (level !== undefined && triggers(side, price, level)) return asStop;
      return { kind: 'marks', mark: better(side, rule.mark, price), activated: false };
    }
  }
}

/** The best of two prices that a trailing stop has seen: for a sell the higher one. */
export const better = (side: Side, one: Big, other: Big): Big =>
  (side === 'sell') === other.gt(one) ? other : one;

/** The last column: the price at which a move to `end` reaches the leg, if it ends at or beyond it. */
export function reachedOnMove(rule: Rule, side: Side, end: Big): Big | undefined {
  switch (rule.type) {
    case 'market':
      throw new Error('a market leg fills at its first point, it never waits for a move');
    case 'limit':
      return goodFor(side, end, rule.limit) ? rule.limit : undefined;
    case 'stop':
    case 'stop_limit':
      return triggers(side, end, rule.stop) ? rule.stop : undefined;
    case 'trailing': {
      if (rule.mark !== undefined) {
        const level = levelOf(rule, side);
        return level !== undefined && triggers(side, end, level) ? level : undefined;
      }
      const activation = new Big(rule.distance.activation ?? '');
      return goodFor(side, end, activation) ? activation : undefined;
    }
  }
}

/** The last column: what happens when a move has brought the price exactly to the leg's level. */
export function whenReached(rule: Rule, level: Big): Outcome {
  switch (rule.type) {
    case 'market':
      return NOTHING;
    case 'limit':
      return { kind: 'fills', price: level, liquidity: 'maker', slips: false };
    case 'stop':
      return { kind: 'fills', price: level, liquidity: 'taker', slips: true };
    case 'stop_limit':
      return { kind: 'becomes_limit', limit: rule.limit };
    case 'trailing':
      if (rule.mark === undefined) return { kind: 'marks', mark: level, activated: true };
      return { kind: 'fills', price: level, liquidity: 'taker', slips: true };
  }
}
