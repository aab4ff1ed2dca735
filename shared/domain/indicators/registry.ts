import * as z from 'zod';
import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { ema } from './ema.ts';
import type { Indicator } from './indicator.ts';
import { macd } from './macd.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { vwap } from './vwap.ts';

/** Longest window or smoothing that may be asked for, in candles. */
const LONGEST = 500;

const whole = (min: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: `must be at least ${min}` })
        .max(LONGEST, { error: `must be at most ${LONGEST}` }),
    );
const factor = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,4})?$/, { error: 'must be a number like 2 or 2.5' })
  .transform(Number)
  .pipe(z.number().gt(0, { error: 'must be more than 0' }).max(10, { error: 'must be at most 10' }));

interface Definition {
  /** As it is written: `bb:length:width`. */
  readonly form: string;
  readonly parse: (parameters: readonly string[]) => z.ZodSafeParseResult<Indicator>;
}

const define = <T extends z.ZodType<unknown, readonly string[]>>(
  form: string,
  parameters: T,
  make: (parsed: z.output<T>) => Indicator,
): Definition => {
  const schema = parameters.transform((parsed) => make(parsed as z.output<T>));
  return { form, parse: (texts) => schema.safeParse(texts) };
};

/** Each indicator once, by its name. To add one: its file, one line here, one line in the contract test. */
export const INDICATORS = {
  sma: define('sma:length', z.tuple([whole(1)]), ([length]) => sma(length)),
  ema: define('ema:length', z.tuple([whole(1)]), ([length]) => ema(length)),
  rsi: define('rsi:length', z.tuple([whole(2)]), ([length]) => rsi(length)),
  bb: define('bb:length:width', z.tuple([whole(2), factor]), ([length, width]) => bb(length, width)),
  macd: define(
    'macd:fast:slow:signal',
    z
      .tuple([whole(1), whole(2), whole(1)])
      .refine(([fast, slow]) => fast < slow, { error: 'fast must be less than slow' }),
    ([fast, slow, signal]) => macd(fast, slow, signal),
  ),
  vwap: define('vwap', z.tuple([]), () => vwap()),
  atr: define('atr:length', z.tuple([whole(1)]), ([length]) => atr(length)),
} as const satisfies Record<string, Definition>;
