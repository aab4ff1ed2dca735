import type Big from 'big.js';
import type { Side } from './money.ts';
import type { OracleFill } from './types.ts';

export type Rule =
  | { type: 'market' }
  | { type: 'limit'; limit: Big }
  | { type: 'stop'; stop: Big }
  | { type: 'stop_limit'; stop: Big; limit: Big };

export interface Leg {
  name: OracleFill['leg'];
  rule: Rule;
  armedAt: number;
  /** Whether it has seen its first point (2.4). */
  started: boolean;
}

export type Outcome =
  | { kind: 'nothing' }
  | { kind: 'fills'; price: Big; liquidity: 'maker' | 'taker'; slips: boolean }
  | { kind: 'becomes_limit'; limit: Big };

const NOTHING: Outcome = { kind: 'nothing' };

/** The price is where a limit of this side may fill (a buy: at or below its limit). */
const goodFor = (side: Side, price: Big, limit: Big): boolean =>
  side === 'buy' ? price.lte(limit) : price.gte(limit);

/** The price has reached the trigger of a stop of this side (a buy: at or above it). */
const triggers = (side: Side, price: Big, stop: Big): boolean =>
  side === 'buy' ? price.gte(stop) : price.lte(stop);

/** The first two columns of the table of section 3. */
export function atPoint(rule: Rule, side: Side, price: Big, first: boolean): Outcome {
  switch (rule.type) {
    case 'market':
      return { kind: 'fills', price, liquidity: 'taker', slips: true };
    case 'limit':
      if (!goodFor(side, price, rule.limit)) return NOTHING;
      if (first) return { kind: 'fills', price, liquidity: 'taker', slips: false };
      return {
        kind: 'fills',
        price: rule.limit,
        liquidity: 'maker',
        slips: false,
      };
    case 'stop':
      if (!triggers(side, price, rule.stop)) return NOTHING;
      return { kind: 'fills', price, liquidity: 'taker', slips: true };
    case 'stop_limit':
      if (!triggers(side, price, rule.stop)) return NOTHING;
      return { kind: 'becomes_limit', limit: rule.limit };
  }
}

/** The last column: the price at which the move reaches the leg, if it ends at or beyond it. */
export function reachedOnMove(rule: Rule, side: Side, end: Big): Big | undefined {
  switch (rule.type) {
    case 'market':
      throw new Error('a market leg fills at its first point, it never waits for a move');
    case 'limit':
      return goodFor(side, end, rule.limit) ? rule.limit : undefined;
    case 'stop':
    case 'stop_limit':
      return triggers(side, end, rule.stop) ? rule.stop : undefined;
  }
}

/** The last column: what happens when a move has brought the price exactly to the leg's level. */
export function whenReached(rule: Rule): Outcome {
  switch (rule.type) {
    case 'market':
      return NOTHING;
    case 'limit':
      return {
        kind: 'fills',
        price: rule.limit,
        liquidity: 'maker',
        slips: false,
      };
    case 'stop':
      return {
        kind: 'fills',
        price: rule.stop,
        liquidity: 'taker',
        slips: true,
      };
    case 'stop_limit':
      return { kind: 'becomes_limit', limit: rule.limit };
  }
}
