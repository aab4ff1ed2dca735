import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import { readsStream } from '../streams/mapping.ts';
import { REGION, type Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { EventSource } from './event-source.ts';
import { Queue } from './queue.ts';

const queueSchema = z.object({
  DelaySeconds: z.number().default(0),
  VisibilityTimeout: z.number().default(30),
  FifoQueue: z.literal(false).optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});

const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  Enabled: z.literal(true).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: z.literal(0).optional(),
  FilterCriteria: z.undefined().optional(),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

/** Where a mapping says nothing: less than SQS would use, enough for one machine. */
const DEFAULT_CONCURRENCY = 4;

/** The queues of the stack, each with its dead-letter queue. */
export const readQueues = (stack: Stack, clock: Clock): Queue[] => {
  const queues = stack.read('AWS::SQS::Queue', queueSchema).map(({ logicalId, name, properties }) => {
    const { RedrivePolicy: policy } = properties;
    const redrive = policy && {
      deadLetterArn: policy.deadLetterTargetArn,
      maxReceiveCount: policy.maxReceiveCount,
    };
    const spec = {
      name,
      arn: stack.arnOf(logicalId),
      delaySeconds: properties.DelaySeconds,
      visibilitySeconds: properties.VisibilityTimeout,
    };
    return new Queue(redrive ? { ...spec, redrive } : spec, clock);
  });
  for (const queue of queues) {
    const { redrive } = queue.spec;
    if (redrive) queue.redriveTo(byArn(queues, redrive.deadLetterArn));
  }
  return queues;
};

/** Connects the queues to the functions that read them. */
export const connectQueues = (
  stack: Stack,
  queues: readonly Queue[],
  functions: ReadonlyMap<string, LambdaFunction>,
  clock: Clock,
): EventSource[] =>
  queueMappings(stack).map(({ logicalId, properties }) => {
    const target = functions.get(properties.FunctionName.split(':').at(-1) ?? '');
    if (!target)
      throw new TemplateError(`${logicalId}: the stack has no function ${properties.FunctionName}`);
    const spec = {
      batchSize: properties.BatchSize,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      reportBatchItemFailures: properties.FunctionResponseTypes.length > 0,
      region: REGION,
    };
    return new EventSource(byArn(queues, properties.EventSourceArn), spec, clock, (event) =>
      target.invoke(event),
    );
  });

const queueMappings = (stack: Stack) => {
  const isStream = readsStream(stack);
  return stack.read('AWS::Lambda::EventSourceMapping', mappingSchema, (logicalId) => !isStream(logicalId));
};

const byArn = (queues: readonly Queue[], arn: string): Queue => {
  const found = queues.find((queue) => queue.spec.arn === arn);
  if (!found) throw new TemplateError(`the stack has no queue ${arn}`);
  return found;
};
