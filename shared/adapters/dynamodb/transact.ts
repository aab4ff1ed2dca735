import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { isRetryable, jitter, MAX_ATTEMPTS, sleep } from './retry.ts';

export type Action = NonNullable<
  ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']
>[number];

const cancelled = z.object({ CancellationReasons: z.array(z.object({ Code: z.string().optional() })) });

/**
 * All of these, or none; conflicts and throttles are tried again.
 * @returns the places of the actions whose condition failed; none: it is written
 * @throws StoreUnavailableError
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  TransactItems: Action[],
  attempt = 0,
): Promise<readonly number[]> => {
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return [];
  } catch (error) {
    const parsed = cancelled.safeParse(error);
    const codes = parsed.success ? parsed.data.CancellationReasons.map(({ Code }) => Code) : [];
    const failed = codes.flatMap((code, at) => (code === 'ConditionalCheckFailed' ? [at] : []));
    if (failed.length > 0) return failed;
    if (codes.length === 0 && !isRetryable(error)) throw error;
    if (attempt + 1 >= MAX_ATTEMPTS)
      throw new StoreUnavailableError('a transaction could not be written', { cause: error });
    await sleep(jitter(attempt));
    return transact(client, TransactItems, attempt + 1);
  }
};
