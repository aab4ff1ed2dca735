import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { isLast, isRetryable, jitter, sleep } from './retry.ts';

export type Action = NonNullable<
  ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']
>[number];

const cancelled = z.object({ CancellationReasons: z.array(z.object({ Code: z.string().optional() })) });

interface Try {
  readonly attempt: number;
  /** Of all attempts: DynamoDB answers for ten minutes what it has carried out already as it did then. */
  readonly token: string;
}

/**
 * All of these, or none; conflicts and throttles are tried again.
 * @returns the places of the actions whose condition failed; none: it is written
 * @throws StoreUnavailableError
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  TransactItems: Action[],
  { attempt, token }: Try = { attempt: 0, token: randomUUID() },
): Promise<readonly number[]> => {
  try {
    await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
    return [];
  } catch (error) {
    const parsed = cancelled.safeParse(error);
    const codes = parsed.success ? parsed.data.CancellationReasons.map(({ Code }) => Code) : [];
    const failed = codes.flatMap((code, at) => (code === 'ConditionalCheckFailed' ? [at] : []));
    if (failed.length > 0) return failed;
    if (codes.length === 0 && !isRetryable(error)) throw error;
    if (isLast(error, attempt))
      throw new StoreUnavailableError('a transaction could not be written', { cause: error });
    await sleep(jitter(attempt));
    return transact(client, TransactItems, { attempt: attempt + 1, token });
  }
};
