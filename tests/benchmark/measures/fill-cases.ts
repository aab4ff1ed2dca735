import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import { at, bracketPlan } from '../script.ts';

export interface FillCase {
  readonly name: string;
  readonly plan: Partial<TradePlan>;
  /** With a clientTradeId of the greatest length. */
  readonly named?: boolean;
  /** A manual close is asked for at this minute. */
  readonly closeAt?: number;
  readonly trades: number;
  /** Minutes of the script's cycle: evaluated up to the first, measured from there to the second. */
  readonly from: number;
  readonly to: number;
  /** Of each trade, within the measured tick. */
  readonly fills: number;
  /** Write units of each trade. */
  readonly limit: number;
}

const entry = { trades: 1, from: 8, to: 9, fills: 1, limit: 12 };
const both = { trades: 1, from: 8, to: 10, fills: 2, limit: 15 };

const marketPlan: Partial<TradePlan> = {
  entry: { type: 'market' },
  exits: { takeProfit: price('112'), stopLoss: price('96.5') },
};
const stopLimitPlan: Partial<TradePlan> = {
  entry: { type: 'stop_limit', stop: price('105.5'), limit: price('100') },
  exits: { takeProfit: price('110.5'), stopLoss: price('97') },
};
/** As many and as long attributes as a request can give. */
const fullPlan: Partial<TradePlan> = { ...bracketPlan, quantity: quantity('1234.567'), goodTill: at(100, 0) };

export const FILL_CASES: readonly FillCase[] = [
  { name: 'entry, limit', plan: bracketPlan, ...entry },
  { name: 'entry, at the market', plan: marketPlan, ...entry, from: 6, to: 8 },
  { name: 'entry, limit with good-till', plan: { ...bracketPlan, goodTill: at(100, 0) }, ...entry },
  { name: 'trigger of a stop-limit, no fill yet', plan: stopLimitPlan, ...entry, fills: 0 },
  { name: 'entry, with all that a request can hold', plan: fullPlan, named: true, ...entry },
  { name: 'exit, take-profit', plan: bracketPlan, ...entry, from: 9, to: 10 },
  { name: 'exit, stop-loss, ambiguous', plan: marketPlan, ...entry, from: 11, to: 12 },
  { name: 'exit, manual close', plan: bracketPlan, closeAt: 9, ...entry, from: 9, to: 10 },
  { name: 'exit, with all that a request can hold', plan: fullPlan, named: true, ...entry, from: 9, to: 10 },
  { name: 'entry and exit in one tick', plan: bracketPlan, ...both },
  { name: 'the same, with all that a request can hold', plan: fullPlan, named: true, ...both },
  { name: '20 entries of one account, each', plan: bracketPlan, ...entry, trades: 20 },
  { name: '20 entries and exits of one account, each', plan: bracketPlan, ...both, trades: 20 },
];
