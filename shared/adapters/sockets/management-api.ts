import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Delivery, Sockets } from '../../ports/sockets.ts';
import { timeLimit } from '../time-limit.ts';

/** A post takes tens of milliseconds; one that takes longer holds up others, and its reader finds the gap. */
const POST_TIMEOUT = timeLimit(2_000);
const ATTEMPTS = 3;
const PAUSE_MS = 50;

export const managementClient = (endpoint: string): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    endpoint,
    // Tried again here, where it is known what is worth it.
    maxAttempts: 1,
    requestHandler: { ...POST_TIMEOUT, httpsAgent: { maxSockets: 100 }, httpAgent: { maxSockets: 100 } },
  });

const isGone = (error: unknown): boolean => error instanceof Error && error.name === 'GoneException';

const statusOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  const isObject = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isObject && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/** Too many at once, or trouble there: once more. A message that was refused as such will be refused again. */
const isWorthAnother = (error: unknown): boolean => {
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
};

/**
 * Messages go out by API Gateway's management API.
 * @param sleep waits this many ms between attempts
 */
export const managementSockets = (
  client: ApiGatewayManagementApiClient,
  sleep: (ms: number) => Promise<void>,
): Sockets => {
  const post = async (ConnectionId: string, Data: string, attempt = 1): Promise<Delivery> => {
    try {
      await client.send(new PostToConnectionCommand({ ConnectionId, Data }));
      return 'sent';
    } catch (error) {
      if (isGone(error)) return 'gone';
      // A post that ran into its time may have arrived, and the reader be slow: another would wait as long.
      const isSlow = error instanceof Error && error.name === 'TimeoutError';
      if (isSlow || !isWorthAnother(error) || attempt >= ATTEMPTS) return 'failed';
      await sleep(Math.random() * PAUSE_MS * 2 ** attempt);
      return post(ConnectionId, Data, attempt + 1);
    }
  };
  return {
    post: (connectionId, text) => post(connectionId, text),
    async isOpen(ConnectionId) {
      try {
        await client.send(new GetConnectionCommand({ ConnectionId }));
        return true;
      } catch (error) {
        return !isGone(error);
      }
    },
    async close(ConnectionId) {
      // Where it fails: its rows are gone, so nobody sends to it, and its next message ends it.
      await client.send(new DeleteConnectionCommand({ ConnectionId })).catch(() => undefined);
    },
  };
};
