import {
  add,
  compare,
  fee,
  type Money,
  notional,
  type Price,
  price,
  subtract,
} from '../../../../shared/domain/money/decimal.ts';
import { slipped } from '../../../../shared/domain/trades/make-fill.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import type { Terms } from '../../../../shared/domain/trades/trade.ts';

/** An execution as it is expected. */
export interface ExpectedFill {
  readonly price: Price;
  readonly notional: Money;
  readonly fee: Money;
}

const fillAt = (plan: TradePlan, at: Price, feeRate: Terms['makerRate']): ExpectedFill => ({
  price: at,
  notional: notional(at, plan.quantity),
  fee: fee(at, plan.quantity, feeRate),
});

const actions = (plan: TradePlan) =>
  plan.direction === 'long'
    ? ({ entry: 'buy', exit: 'sell' } as const)
    : ({ entry: 'sell', exit: 'buy' } as const);

/** A limit that the market already beats takes; one that rests makes (fill rules, section 3). */
const takes = (plan: TradePlan, limit: Price, met: string | undefined): boolean =>
  met !== undefined && compare(limit, met) !== (plan.direction === 'long' ? -1 : 1);

/** The entry at its least favourable price; undefined for a market order before the first price. */
export const expectedEntry = (
  plan: TradePlan,
  last: string | undefined,
  terms: Terms,
): ExpectedFill | undefined => {
  const { entry } = plan;
  const { entry: action } = actions(plan);
  switch (entry.type) {
    case 'market':
      return last === undefined
        ? undefined
        : fillAt(plan, slipped(price(last), action, terms), terms.takerRate);
    case 'stop':
      return fillAt(plan, slipped(entry.stop, action, terms), terms.takerRate);
    case 'limit':
      return fillAt(plan, entry.limit, takes(plan, entry.limit, last) ? terms.takerRate : terms.makerRate);
    case 'stop_limit':
      return fillAt(
        plan,
        entry.limit,
        takes(plan, entry.limit, entry.stop) ? terms.takerRate : terms.makerRate,
      );
  }
};

export const expectedTakeProfit = (plan: TradePlan, at: Price, terms: Terms): ExpectedFill =>
  fillAt(plan, at, terms.makerRate);

export const expectedStopLoss = (plan: TradePlan, at: Price, terms: Terms): ExpectedFill =>
  fillAt(plan, slipped(at, actions(plan).exit, terms), terms.takerRate);

/** What is left of a trade between two fills, after both fees. */
export const netOf = (plan: TradePlan, entry: ExpectedFill, exit: ExpectedFill): Money => {
  const gross =
    plan.direction === 'long'
      ? subtract(exit.notional, entry.notional)
      : subtract(entry.notional, exit.notional);
  return subtract(gross, add(entry.fee, exit.fee));
};
