import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { parseSettleMessage, settlePorts } from '../../shared/adapters/runtime/tick.ts';
import { applySettlement } from '../../shared/application/apply-settlement.ts';

const logger = new Logger({ serviceName: 'settle' });
// The service is the tick's: one metric, and one alarm, for every trade that is parked.
const metrics = new Metrics({ namespace: 'Paperwick', serviceName: 'tick' });

/** One group of trades that a tick has handed over. @throws whatever stops it: the tick finds them again */
const settle = async (record: SQSRecord): Promise<void> => {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const message = parseSettleMessage(record.body);
  const now = Number(record.attributes.ApproximateFirstReceiveTimestamp);
  const report = (what: string, details: Readonly<Record<string, unknown>>) => {
    logger.warn(what, { ...details });
    if (what === 'trade_parked') metrics.addMetric('TradeParked', 'Count', 1);
  };
  const result = await applySettlement({ ...settlePorts(), elapsed, report }, message, now);
  const { trades: _, ...about } = message;
  logger.info('settled', { ...about, ...result, ms: Math.round(elapsed()) });
};

/** The settle queue's consumer; a message that failed is named, and comes again. */
export const handler = middy(async (event: SQSEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      await settle(record);
    } catch (error) {
      logger.error('settling failed', error as Error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return { batchItemFailures };
});
