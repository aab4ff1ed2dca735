import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { parseTickMessage, tickPorts } from '../../shared/adapters/runtime/tick.ts';
import { applyTick } from '../../shared/application/apply-tick.ts';
import { type AskAgain, refreshListings } from '../../shared/application/refresh-listings.ts';

const logger = new Logger({ serviceName: 'tick' });
const metrics = new Metrics({ namespace: 'Paperwick', serviceName: 'tick' });

const askAgain: AskAgain = new Map();

/** One tick, at the moment its message was first received. @throws whatever stops it: the queue brings it again */
const runTick = async (record: SQSRecord): Promise<void> => {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const message = parseTickMessage(record.body);
  const now = Number(record.attributes.ApproximateFirstReceiveTimestamp);
  const report = (what: string, details: Readonly<Record<string, unknown>>) => {
    logger.warn(what, { ...details });
    if (what === 'trade_parked') metrics.addMetric('TradeParked', 'Count', 1);
  };
  const ports = { ...tickPorts(), elapsed, report };
  const result = await applyTick(ports, message, now);
  if (result.feedsDown > 0) metrics.addMetric('FeedDown', 'Count', result.feedsDown);
  if (result.quotesStale > 0) metrics.addMetric('QuoteStale', 'Count', result.quotesStale);
  // After the tick, which it delays no more than the next one waits anyway.
  if (message.batch === 0 && message.reason === 'schedule')
    await refreshListings(ports, askAgain, now).catch((error: unknown) => {
      logger.error('the listings could not be refreshed', error as Error);
    });
  logger.debug('tick', { ...message, ...result, ms: Math.round(elapsed()) });
};

/** The tick queue's consumer; a message that failed is named, and comes again. */
export const handler = middy(async (event: SQSEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      await runTick(record);
    } catch (error) {
      logger.error('tick failed', error as Error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return { batchItemFailures };
});
