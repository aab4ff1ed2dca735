import { parseArgs } from 'node:util';
import * as z from 'zod';
import { parseDuration } from './durations.ts';
import { MARKETS } from './environment.ts';

const duration = z.string().transform((text, context) => {
  const length = parseDuration(text);
  if (length !== undefined) return length;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration: write e.g. 90s, 10m, 36h or 7d` });
  return z.NEVER;
});

const SPEED_RULE = 'must be a positive number (1: as fast as life) or max';
const MAX_SPEED = 100_000;

const speed = z.union(
  [
    z.literal('max'),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number)
      // A union reports a member that got this far by its own rule.
      .pipe(
        z
          .number({ error: SPEED_RULE })
          .positive({ error: SPEED_RULE })
          .max(MAX_SPEED, { error: `must be at most ${MAX_SPEED}; max is as fast as it goes` }),
      ),
  ],
  { error: SPEED_RULE },
);

const moment = z.iso
  .datetime({ offset: true, error: 'must be a time, e.g. 2025-05-05T12:00:00Z' })
  .transform((text) => Date.parse(text));

export const argumentsSchema = z.object({
  market: z.enum(MARKETS, { error: `must be one of ${MARKETS.join(', ')}` }).optional(),
  data: z.array(z.string()).default([]),
  speed: speed.default(1),
  for: duration.optional(),
  from: moment.optional(),
  paused: z.boolean().default(false),
  seed: z.string().min(1).default('1'),
});
export type Arguments = z.output<typeof argumentsSchema>;

/** @throws Error where an option is not known, or lacks its value */
export const readArguments = (argv: readonly string[]): Record<string, unknown> => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      market: { type: 'string' },
      data: { type: 'string', multiple: true },
      speed: { type: 'string' },
      for: { type: 'string' },
      from: { type: 'string' },
      paused: { type: 'boolean' },
      seed: { type: 'string' },
    },
  });
  if (positionals.length === 0) return values;
  // `--data a.csv b.csv`: what a shell makes of `--data folder/*`.
  if (!values.data) throw new Error(`"${positionals[0]}" is no option`);
  return { ...values, data: [...values.data, ...positionals] };
};
