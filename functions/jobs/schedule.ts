import middy from '@middy/core';
import * as z from 'zod';
import { environment, once, settingsOf } from '../../shared/adapters/runtime.ts';
import { tickQueue } from '../../shared/adapters/sqs/tick-queue.ts';
import { planTicks } from '../../shared/application/plan-ticks.ts';

const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

const ports = once(() => ({
  settings: settingsOf(environment()),
  queue: tickQueue(environment().TICK_QUEUE_URL),
}));

/** Once a minute: puts the minute's ticks on the queue, each to be delivered at its slot. */
export const handler = middy(async (event: unknown) => {
  const { scheduledAt } = eventSchema.parse(event);
  const { settings, queue } = ports();
  // The machine's clock says how late the schedule is; what the ticks do depends on the schedule's own time alone.
  const ticks = planTicks(settings, Date.parse(scheduledAt), Date.now());
  await queue.send(ticks);
  return { ticks: ticks.length };
});
