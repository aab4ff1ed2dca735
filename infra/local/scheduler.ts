import * as z from 'zod';
import type { Clock } from './clock/clock.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Stack } from './template/stack.ts';
import { TemplateError } from './template/template.ts';

const MINUTE_MS = 60_000;

const PERIODS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** `rate(5 minutes)`, `cron(* * * * ? *)`, `cron(0 * * * ? *)` (on the hour): all that a stack of ours says. */
const expression = z.string().transform((text, context) => {
  if (text === 'cron(* * * * ? *)') return MINUTE_MS;
  if (text === 'cron(0 * * * ? *)') return 60 * MINUTE_MS;
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
  if (count) return Number(count) * (PERIODS[unit] ?? 1) * MINUTE_MS;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not served here: only rate(...), every minute and every hour`,
  });
  return z.NEVER;
});

const scheduleSchema = z.object({
  ScheduleExpression: expression,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().default('{}') }),
});

/** RFC 3339 without milliseconds, as EventBridge Scheduler writes it. */
const rfc3339 = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A schedule of the stack: on the boundaries of its period, on the runtime's clock. */
export class Schedule {
  readonly #periodMs: number;
  readonly #input: string;
  readonly #target: LambdaFunction;
  readonly #clock: Clock;

  constructor(periodMs: number, input: string, target: LambdaFunction, clock: Clock) {
    this.#periodMs = periodMs;
    this.#input = input;
    this.#target = target;
    this.#clock = clock;
  }

  /** Once now, as if a little late, so that prices come at once; from then on at each boundary. */
  start(): void {
    this.#run(this.#boundary());
    this.#next();
  }

  #next(): void {
    // From now on, not from the last run: what was missed while the machine slept is not made up one by one.
    this.#clock.at(this.#boundary() + this.#periodMs, () => {
      this.#run(this.#boundary());
      this.#next();
    });
  }

  #boundary(): number {
    return Math.floor(this.#clock.now() / this.#periodMs) * this.#periodMs;
  }

  #run(scheduledAt: number): void {
    const input = this.#input.replaceAll('<aws.scheduler.scheduled-time>', rfc3339(scheduledAt));
    void this.#clock.track(this.#target.invoke(JSON.parse(input)));
  }
}

/** @throws TemplateError */
export const readSchedules = (
  stack: Stack,
  functions: ReadonlyMap<string, LambdaFunction>,
  clock: Clock,
): Schedule[] =>
  stack
    .read('AWS::Scheduler::Schedule', scheduleSchema)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ logicalId, properties: { ScheduleExpression, Target } }) => {
      const target = functions.get(Target.Arn.split(':').at(-1) ?? '');
      if (!target) throw new TemplateError(`schedule ${logicalId}: the stack has no function ${Target.Arn}`);
      return new Schedule(ScheduleExpression, Target.Input, target, clock);
    });
