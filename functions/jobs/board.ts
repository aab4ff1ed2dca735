import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import * as z from 'zod';
import { boardPorts } from '../../shared/adapters/runtime/board.ts';
import { refreshBoard } from '../../shared/application/refresh-board.ts';

const logger = new Logger({ serviceName: 'board' });
const metrics = new Metrics({ namespace: 'Paperwick', serviceName: 'board' });
const eventSchema = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/** Once a minute: the board, and where its prices contradict those of the venues. */
export const handler = middy(async (event: unknown) => {
  const { scheduledAt } = eventSchema.parse(event);
  const report = (what: string, details: Readonly<Record<string, unknown>>) =>
    logger.warn(what, { ...details });
  const ports = { ...boardPorts(), elapsed: () => performance.now(), report };
  const result = await refreshBoard(ports, Date.parse(scheduledAt));
  if (result.disagreements > 0) {
    metrics.addMetric('PricesDisagree', 'Count', result.disagreements);
    metrics.publishStoredMetrics();
  }
  logger.debug('board', { ...result });
  return result;
});
