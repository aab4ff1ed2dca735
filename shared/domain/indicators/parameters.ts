import * as z from 'zod';

/** Longest window or smoothing that may be asked for, in candles. */
const LONGEST = 500;

const whole = (min: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,3})$/, { error: 'must be a whole number, written without zeros before it' })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: `must be at least ${min}` })
        .max(LONGEST, { error: `must be at most ${LONGEST}` }),
    );
const factor = z
  .string()
  .regex(/^(0|[1-9]\d?)(\.\d{0,3}[1-9])?$/, { error: 'must be a number like 2 or 2.5' })
  .transform(Number)
  .pipe(z.number().gt(0, { error: 'must be more than 0' }).max(10, { error: 'must be at most 10' }));

/**
 * How each indicator is written, and the rules of its parameters; what it computes is in the registry, which whoever only
 * asks for indicators (the contract, a client) does not need.
 */
export const PARAMETERS = {
  sma: { form: 'sma:length', schema: z.tuple([whole(1)]) },
  ema: { form: 'ema:length', schema: z.tuple([whole(1)]) },
  rsi: { form: 'rsi:length', schema: z.tuple([whole(2)]) },
  bb: { form: 'bb:length:width', schema: z.tuple([whole(2), factor]) },
  macd: {
    form: 'macd:fast:slow:signal',
    schema: z
      .tuple([whole(1), whole(2), whole(1)])
      .refine(([fast, slow]) => fast < slow, { error: 'fast must be less than slow' }),
  },
  vwap: { form: 'vwap', schema: z.tuple([]) },
  atr: { form: 'atr:length', schema: z.tuple([whole(1)]) },
} as const;

export type IndicatorKind = keyof typeof PARAMETERS;
