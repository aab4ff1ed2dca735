import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { historyPorts, parseJobEvent } from '../../shared/adapters/runtime/history.ts';
import { runJob } from '../../shared/application/run-job.ts';

const logger = new Logger({ serviceName: 'history' });
/** Before its time is up an import stops and is started again: one chunk of days takes less than this, ms. */
const RESERVE = 60_000;
/** Whoever works on a job has it for so long, ms, from one chunk of days to the next: what dies with its process is soon free. */
const LEASE = 75_000;

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
      leaseMs: Math.min(left + 5_000, LEASE),
    },
    job,
  );
  logger.info('history', { ...job, outcome });
  // Somebody is at work on it, or has died over it: the event comes again, after a minute and after two more.
  if (outcome === 'busy') throw new Error(`${job.id} is busy`);
  return { outcome };
});
