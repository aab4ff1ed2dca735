import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import * as z from 'zod';
import { reviewPorts } from '../../shared/adapters/runtime/portfolios.ts';
import { reviewRoster } from '../../shared/application/review-roster.ts';
import { samplePortfolios } from '../../shared/application/sample-portfolios.ts';

const logger = new Logger({ serviceName: 'portfolios' });
const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/**
 * Once an hour: what is in use is followed on, and what each live account is worth is written down, as of the schedule's own
 * time.
 */
export const handler = middy(async (event: unknown) => {
  const time = Date.parse(eventSchema.parse(event).scheduledAt);
  const ports = reviewPorts();
  // What keeps one of them from being done is no reason to leave out the other.
  const [sampled, roster] = await Promise.allSettled([
    samplePortfolios(ports, time),
    reviewRoster(ports, time, Date.now()),
  ]);
  if (sampled.status === 'rejected') throw sampled.reason;
  if (roster.status === 'rejected') throw roster.reason;
  logger.info('portfolios', { ...sampled.value, ...roster.value });
  return { ...sampled.value, ...roster.value };
});
