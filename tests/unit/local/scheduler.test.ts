import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../infra/local/clock/clock.ts';
import type { LambdaFunction } from '../../../infra/local/lambda/function.ts';
import { readSchedules } from '../../../infra/local/scheduler.ts';
import type { Stack } from '../../../infra/local/template/stack.ts';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

/** When a schedule of this expression calls its function, from a start on. */
const callsOf = (ScheduleExpression: string, start: number, until: number): string[] => {
  const called: string[] = [];
  let now = start;
  let due: { time: number; run: () => void } | undefined;
  const clock = {
    now: () => now,
    at: (time: number, run: () => void) => {
      due = { time, run };
      return () => {};
    },
    track: <T>(work: Promise<T>) => work,
  } as unknown as Clock;
  const lambda = {
    invoke: async ({ scheduledAt }: { scheduledAt: string }) => called.push(scheduledAt),
  } as unknown as LambdaFunction;
  const stack = {
    read: (_: string, schema: { parse: (value: unknown) => unknown }) => [
      {
        logicalId: 'Each',
        properties: schema.parse({
          ScheduleExpression,
          Target: { Arn: 'arn:f', Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}' },
        }),
      },
    ],
  } as unknown as Stack;
  for (const schedule of readSchedules(stack, new Map([['f', lambda]]), clock)) schedule.start();
  while (due && due.time <= until) {
    const { time, run } = due;
    now = time;
    run();
  }
  return called;
};

describe('schedules', () => {
  test.each([
    ['rate(1 minute)', ['20T09:59:00Z', '20T10:00:00Z', '20T10:01:00Z', '20T10:02:00Z']],
    ['cron(* * * * ? *)', ['20T09:59:00Z', '20T10:00:00Z', '20T10:01:00Z', '20T10:02:00Z']],
    ['cron(0 * * * ? *)', ['20T09:00:00Z', '20T10:00:00Z']],
    ['cron(1 * * * ? *)', ['20T09:01:00Z', '20T10:01:00Z']],
    ['cron(20 0 * * ? *)', ['20T00:20:00Z']],
    ['cron(1 10 * * ? *)', ['19T10:01:00Z', '20T10:01:00Z']],
  ])('%s begins with the last boundary and goes on at each', (expression, times) => {
    const called = callsOf(expression, at('20T09:59:30'), at('20T10:02:30'));
    expect(called).toEqual(times.map((time) => `2026-11-${time}`));
  });

  test.each(['cron(* 3 * * ? *)', 'cron(0 0 1 * ? *)', 'cron(61 0 * * ? *)', 'at(2026-11-20T00:00:00)'])(
    '%s is not served',
    (expression) => {
      expect(() => callsOf(expression, at('20T00:00:00'), at('20T00:00:00'))).toThrow('is not served here');
    },
  );
});
