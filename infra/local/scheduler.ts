import * as z from 'zod';
import type { Clock } from './clock/clock.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Stack } from './template/stack.ts';
import { TemplateError } from './template/template.ts';

const MINUTE_MS = 60_000;

const PERIODS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** When a schedule is due: at `offsetMs` after each boundary of its period, UTC. */
interface Rhythm {
  readonly periodMs: number;
  readonly offsetMs: number;
}

/** `cron(20 0 * * ? *)`: at that minute of that hour of each day, or of each hour, or each minute. */
const cron = (text: string): Rhythm | undefined => {
  const [, minute = '', hour = ''] = /^cron\((\*|[1-5]?\d) (\*|1?\d|2[0-3]) \* \* \? \*\)$/.exec(text) ?? [];
  if (minute === '' || (minute === '*' && hour !== '*')) return undefined;
  if (minute === '*') return { periodMs: MINUTE_MS, offsetMs: 0 };
  const offsetMs = Number(minute) * MINUTE_MS;
  if (hour === '*') return { periodMs: 60 * MINUTE_MS, offsetMs };
  return { periodMs: 1_440 * MINUTE_MS, offsetMs: Number(hour) * 60 * MINUTE_MS + offsetMs };
};

/** `rate(5 minutes)`, and of cron expressions those by minute, hour and day: all that a stack of ours says. */
const expression = z.string().transform((text, context): Rhythm => {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
  if (count) return { periodMs: Number(count) * (PERIODS[unit] ?? 1) * MINUTE_MS, offsetMs: 0 };
  const rhythm = cron(text);
  if (rhythm) return rhythm;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not served here: only rate(...), each minute, each hour and each day`,
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
  readonly #rhythm: Rhythm;
  readonly #input: string;
  readonly #target: LambdaFunction;
  readonly #clock: Clock;

  constructor(rhythm: Rhythm, input: string, target: LambdaFunction, clock: Clock) {
    this.#rhythm = rhythm;
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
    this.#clock.at(this.#boundary() + this.#rhythm.periodMs, () => {
      this.#run(this.#boundary());
      this.#next();
    });
  }

  #boundary(): number {
    const { periodMs, offsetMs } = this.#rhythm;
    return Math.floor((this.#clock.now() - offsetMs) / periodMs) * periodMs + offsetMs;
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
