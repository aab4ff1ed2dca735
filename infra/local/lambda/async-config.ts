import * as z from 'zod';
import type { Queue } from '../queue/queue.ts';
import type { Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';

/** What becomes of an event that was handed over without waiting for its answer. */
export interface AsyncConfig {
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly deadLetters: Queue | undefined;
}

export const DEFAULT_ASYNC: AsyncConfig = { retries: 2, maxAgeMs: 6 * 3_600_000, deadLetters: undefined };

const configSchema = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(DEFAULT_ASYNC.retries),
  MaximumEventAgeInSeconds: z
    .number()
    .min(60)
    .max(21_600)
    .default(DEFAULT_ASYNC.maxAgeMs / 1000),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
});

/** By the name of the function; those that are not named have Lambda's defaults. @throws TemplateError */
export const readAsyncConfigs = (stack: Stack, queues: readonly Queue[]): ReadonlyMap<string, AsyncConfig> =>
  new Map(
    stack.read('AWS::Lambda::EventInvokeConfig', configSchema).map(({ logicalId, properties }) => {
      const arn = properties.DestinationConfig?.OnFailure.Destination;
      const deadLetters = queues.find(({ spec }) => spec.arn === arn);
      if (arn && !deadLetters) throw new TemplateError(`${logicalId}: the stack has no queue ${arn}`);
      const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: seconds } = properties;
      return [properties.FunctionName, { retries, maxAgeMs: seconds * 1000, deadLetters }];
    }),
  );
