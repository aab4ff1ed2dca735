import * as z from 'zod';
import type { Invocation } from '../lambda/protocol.ts';
import type { SeenRecord } from './record.ts';

const partialAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/**
 * The place in the batch from which it must be delivered again; undefined where all of it succeeded. As Lambda reads
 * it: the lowest sequence number that is named; an error, or an answer that names a record of no batch, is the whole.
 */
export const firstFailure = (
  invocation: Invocation,
  batch: readonly SeenRecord[],
  partial: boolean,
): number | undefined => {
  if (!invocation.ok) return 0;
  if (!partial) return undefined;
  const answer = partialAnswer.safeParse(invocation.payload);
  if (!answer.success) return 0;
  const named = (answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  if (named.length === 0) return undefined;
  const sequences = batch.map(({ record }) => record.dynamodb.SequenceNumber);
  return Math.max(0, Math.min(...named.map((identifier) => sequences.indexOf(identifier))));
};
