import * as z from 'zod';
import type { Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { compileFilter } from './filter.ts';
import type { StreamSourceSpec } from './source.ts';

const arnSchema = z.object({ EventSourceArn: z.string() });

const STREAM_ARN = /^arn:aws:dynamodb:[^:]+:\d+:table\/([^/]+)\/stream\//;

/** Whether a mapping reads the stream of a table, by its logical id; all others read queues. */
export const readsStream = (stack: Stack): ((logicalId: string) => boolean) => {
  const all = stack.read('AWS::Lambda::EventSourceMapping', arnSchema);
  const found = new Set(
    all
      .filter(({ properties }) => STREAM_ARN.test(properties.EventSourceArn))
      .map(({ logicalId }) => logicalId),
  );
  return (logicalId) => found.has(logicalId);
};

/** -1 is no limit but that of the stream itself. */
const limit = z
  .number()
  .int()
  .min(-1)
  .default(-1)
  .transform((most) => (most === -1 ? Number.POSITIVE_INFINITY : most));

/** Strict: a property that is not listed has a meaning that this machine would not serve. */
const mappingSchema = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON']),
  Enabled: z.literal(true).optional(),
  BatchSize: z.number().int().min(1).max(10_000).default(100),
  MaximumBatchingWindowInSeconds: z.number().min(0).max(300).default(0),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) })
    .default({ Filters: [] }),
  MaximumRetryAttempts: limit,
  MaximumRecordAgeInSeconds: limit,
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ParallelizationFactor: z.number().int().min(1).max(10).default(1),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  Tags: z.unknown().optional(),
});

export interface StreamMapping {
  readonly logicalId: string;
  readonly table: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  readonly deadLetterArn: string | undefined;
  readonly spec: StreamSourceSpec;
}

/** The mappings of table streams. @throws TemplateError */
export const readStreamMappings = (stack: Stack): StreamMapping[] =>
  stack
    .read('AWS::Lambda::EventSourceMapping', mappingSchema, readsStream(stack))
    .map(({ logicalId, properties }) => {
      const [, table = ''] = STREAM_ARN.exec(properties.EventSourceArn) ?? [];
      return {
        logicalId,
        table,
        streamArn: properties.EventSourceArn,
        functionName: properties.FunctionName.split(':').at(-1) ?? '',
        startingPosition: properties.StartingPosition,
        deadLetterArn: properties.DestinationConfig?.OnFailure.Destination,
        spec: {
          batchSize: properties.BatchSize,
          windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
          retries: properties.MaximumRetryAttempts,
          maxAgeMs: properties.MaximumRecordAgeInSeconds * 1000,
          bisect: properties.BisectBatchOnFunctionError,
          reportBatchItemFailures: properties.FunctionResponseTypes.length > 0,
          lanes: properties.ParallelizationFactor,
          filters: properties.FilterCriteria.Filters.map(({ Pattern }) => named(logicalId, Pattern)),
        },
      };
    });

const named = (logicalId: string, pattern: string) => {
  try {
    return compileFilter(pattern);
  } catch (error) {
    throw new TemplateError(`AWS::Lambda::EventSourceMapping ${logicalId}: ${(error as Error).message}`);
  }
};
