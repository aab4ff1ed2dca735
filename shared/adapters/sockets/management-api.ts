import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sockets } from '../../ports/sockets.ts';
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

/**
 * It ran into its time: it may have arrived, and the reader be slow; another would wait as long. The SDK gives the same name to a
 * socket that was closed on the other side while it lay idle, and to one that did not come about: there nothing was read.
 */
const isSlow = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TimeoutError' && 'code' in error && error.code === 'ETIMEDOUT';

/** Too many at once, or trouble there or on the way: once more. A message that was refused as such will be refused again. */
const isWorthAnother = (error: unknown): boolean => {
  const status = statusOf(error);
  return !isSlow(error) && (status === undefined || status === 429 || status >= 500);
};

/**
 * Messages go out by API Gateway's management API.
 * @param sleep waits this many ms between attempts
 */
export const managementSockets = (
  client: ApiGatewayManagementApiClient,
  sleep: (ms: number) => Promise<void>,
): Sockets => {
  const tried = async (call: () => Promise<unknown>, attempt = 1): Promise<void> => {
    try {
      await call();
    } catch (error) {
      if (!isWorthAnother(error) || attempt >= ATTEMPTS) throw error;
      await sleep(Math.random() * PAUSE_MS * 2 ** attempt);
      await tried(call, attempt + 1);
    }
  };
  return {
    async post(ConnectionId, Data) {
      try {
        await tried(() => client.send(new PostToConnectionCommand({ ConnectionId, Data })));
        return 'sent';
      } catch (error) {
        return isGone(error) ? 'gone' : 'failed';
      }
    },
    async isOpen(ConnectionId) {
      try {
        await tried(() => client.send(new GetConnectionCommand({ ConnectionId })));
        return true;
      } catch (error) {
        return !isGone(error);
      }
    },
    async close(ConnectionId) {
      // Where it fails: its rows are gone, so nobody sends to it, and its next message ends it.
      await tried(() => client.send(new DeleteConnectionCommand({ ConnectionId }))).catch(() => undefined);
    },
  };
};
