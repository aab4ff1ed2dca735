import { price } from '../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../shared/domain/trades/plan.ts';
import { type ScriptedMarket, scriptedMarket } from '../fixtures/scripted-market.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);

type Row = readonly [number, number, number, number];
const flat = (at: number): Row => [at, at, at, at];

/** Eight quiet minutes, one down through 100, one up through 110, a quiet one, and one that goes both ways. */
const CYCLE: readonly Row[] = [
  ...Array.from({ length: 8 }, () => flat(105)),
  [105, 106, 98, 101],
  [101, 111, 101, 110],
  flat(105),
  [105, 113, 95, 105],
  flat(105),
  flat(105),
];

/** A market in which the same fourteen minutes come again and again, so that each measure has its own. */
export const cycles = (count: number): ScriptedMarket =>
  scriptedMarket(START, { 'BTC/USDT': Array.from({ length: count }, () => CYCLE).flat() });

/** The beginning of a minute of a cycle, ms. */
export const at = (cycle: number, minute: number): number => START + (cycle * CYCLE.length + minute) * MINUTE;

/** Buys in the minute that goes down, takes profit in the one that goes up. */
export const BRACKET = { entry: 100, takeProfit: 110.5, stopLoss: 97 } as const;
export const bracketPlan: Partial<TradePlan> = {
  entry: { type: 'limit', limit: price(BRACKET.entry) },
  exits: { takeProfit: price(BRACKET.takeProfit), stopLoss: price(BRACKET.stopLoss) },
};
