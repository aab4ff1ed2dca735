import * as z from 'zod';
import type { AskedTarget } from '../../domain/trades/target-sizes.ts';
import type { Trailing } from '../../domain/trades/trade.ts';
import { optional, priceInput, quantityInput, rateInput } from './inputs.ts';

const either = (context: z.RefinementCtx, one: string, other: string) =>
  context.addIssue({
    code: 'custom',
    path: [one],
    message: `must be given, or ${other} instead of it, and not both`,
    params: { code: `${one}_or_${other}` },
  });

const targetInput = z
  .strictObject({
    price: priceInput,
    /** Of the base currency; either this or the percentage. */
    quantity: optional(quantityInput),
    /** Of the trade's quantity, rounded down to the lot; targets that are 100 % together leave nothing. */
    percent: optional(rateInput),
  })
  .transform(({ price, quantity, percent }, context): AskedTarget => {
    if (quantity !== undefined && percent === undefined) return { price, quantity };
    if (percent !== undefined && quantity === undefined) return { price, percent };
    either(context, 'quantity', 'percent');
    return z.NEVER;
  });

const trailingInput = z
  .strictObject({
    /** Quote currency behind the best price; either this or the percentage. */
    amount: optional(priceInput),
    /** Of the best price, at most 50, at most 4 decimals. */
    percent: optional(rateInput),
    /** It begins to follow once the price has been here. */
    activation: optional(priceInput),
  })
  .transform(({ amount, percent, activation }, context): Trailing => {
    const from = activation === undefined ? {} : { activation };
    if (amount !== undefined && percent === undefined) return { amount, ...from };
    if (percent !== undefined && amount === undefined) return { percent, ...from };
    either(context, 'amount', 'percent');
    return z.NEVER;
  });

const YEAR_SECONDS = 31_536_000;
const timeOutInput = z
  .int({ error: 'must be a whole number of seconds' })
  .transform((seconds) => seconds * 1000)
  .meta({ minimum: 1, maximum: YEAR_SECONDS, description: 'Longest holding time, seconds' });

const dailyCloseInput = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day in UTC, "HH:MM"', abort: true })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** The ways out of a trade (fill rules, 9.2), each by itself: absent and null mean what the request makes of them. */
export const exitInputs = {
  takeProfit: priceInput,
  stopLoss: priceInput,
  /** The limit that the stop loss becomes; absent: the market. */
  stopLimit: priceInput,
  /** Nearest first. */
  targets: z.array(targetInput).min(1).max(4),
  trailing: trailingInput,
  /** The stop loss moves to the entry's average price once the first target is filled. */
  breakEven: z.boolean(),
  /** What the exits close together at most; absent: everything. */
  covers: quantityInput,
  timeOutSeconds: timeOutInput,
  /** `HH:MM`, UTC. */
  dailyClose: dailyCloseInput,
} as const;
