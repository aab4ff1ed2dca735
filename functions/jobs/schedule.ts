import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import * as z from 'zod';
import { schedulePorts } from '../../shared/adapters/runtime/schedule.ts';
import { planTicks } from '../../shared/application/plan-ticks.ts';
import { batchesOf } from '../../shared/domain/market/roster.ts';

const logger = new Logger({ serviceName: 'schedule' });
const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/** Once a minute: puts the minute's ticks on the queue, each to be delivered at its slot. */
export const handler = middy(async (event: unknown) => {
  const { scheduledAt } = eventSchema.parse(event);
  const { settings, queue, roster } = schedulePorts();
  // What is followed on demand waits a minute where the roster cannot be read: the settings' symbols do not.
  const dynamic = await roster.read().then(batchesOf, (error: unknown) => {
    logger.error('the roster cannot be read', error as Error);
    return [];
  });
  // The machine's clock says how late the schedule is; what the ticks do depends on the schedule's own time alone.
  const ticks = planTicks(settings, dynamic, Date.parse(scheduledAt), Date.now());
  await queue.send(ticks);
  return { ticks: ticks.length };
});
