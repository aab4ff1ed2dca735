import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { historyPorts, parseJobEvent } from '../../shared/adapters/history-runtime.ts';
import { runJob } from '../../shared/application/run-job.ts';

const logger = new Logger({ serviceName: 'history' });
/** Before its time is up an import stops and is started again: one chunk of days takes less than this, ms. */
const RESERVE = 60_000;

/** An import or an export of candles, asked for by a request. */
export const handler = middy(async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
  const started = performance.now();
  const left = context.getRemainingTimeInMillis();
  const job = parseJobEvent(event);
  const outcome = await runJob(
    {
      ...historyPorts(),
      elapsed: () => performance.now() - started,
      budgetMs: left - RESERVE,
      leaseMs: left + 5_000,
    },
    job,
  );
  logger.info('history', { ...job, outcome });
  return { outcome };
});
