import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import * as z from 'zod';
import { bookPorts } from '../../shared/adapters/runtime.ts';
import { samplePortfolios } from '../../shared/application/sample-portfolios.ts';

const logger = new Logger({ serviceName: 'portfolios' });
const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/** Once an hour: what each live account is worth, as of the schedule's own time. */
export const handler = middy(async (event: unknown) => {
  const { scheduledAt } = eventSchema.parse(event);
  const report = await samplePortfolios(bookPorts(), Date.parse(scheduledAt));
  logger.info('portfolios', { ...report });
  return report;
});
