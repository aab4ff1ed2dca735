import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { packPorts } from '../../shared/adapters/runtime/pack.ts';
import { packDays } from '../../shared/application/pack-days.ts';

const logger = new Logger({ serviceName: 'pack' });
const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });
/** One day of one batch takes far less, ms. */
const RESERVE = 30_000;

/** Once a day: the candles of the closed days, from rows into one item for each market and day. */
export const handler = middy(async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
  const started = performance.now();
  const { scheduledAt } = eventSchema.parse(event);
  const report = await packDays(
    {
      ...packPorts(),
      elapsed: () => performance.now() - started,
      budgetMs: context.getRemainingTimeInMillis() - RESERVE,
    },
    Date.parse(scheduledAt),
  );
  logger.info('packed', { ...report });
  return report;
});
