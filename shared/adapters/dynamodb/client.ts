import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { timeLimit } from '../time-limit.ts';

/** A number that JavaScript holds exactly stays a number; any other comes as its exact text. */
export const exactNumber = (text: string): number | string =>
  String(Number(text)) === text ? Number(text) : text;

/**
 * One client for all stores. The endpoint, region and credentials come from the SDK's own environment
 * (`AWS_ENDPOINT_URL_DYNAMODB` on one machine). Each call ends within a dozen seconds, retried by the SDK with jitter: a request (29 s)
 * is still answered where the store is silent.
 */
export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: timeLimit(4_000),
    }),
    {
      marshallOptions: { removeUndefinedValues: true },
      unmarshallOptions: { wrapNumbers: exactNumber },
    },
  );

export interface TableNames {
  readonly users: string;
  readonly trades: string;
  readonly logs: string;
  readonly ledger: string;
  readonly market: string;
}
