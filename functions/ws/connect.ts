import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { type ConnectPorts, openConnection } from '../../shared/application/stream/open-connection.ts';

const eventSchema = z.object({
  requestContext: z.object({ connectionId: z.string(), eventType: z.enum(['CONNECT', 'DISCONNECT']) }),
  queryStringParameters: z.object({ ticket: z.string().max(128).optional().catch(undefined) }).nullish(),
});

const STATUS = { opened: 200, no_ticket: 401, no_place: 403 } as const;

/** What is not 200 refuses the handshake; nobody looks at the answer to a disconnect. */
export const connect =
  (ports: ConnectPorts, logger: Pick<Logger, 'error'>) =>
  async (event: unknown): Promise<{ statusCode: number }> => {
    try {
      const { requestContext, queryStringParameters } = eventSchema.parse(event);
      const { connectionId: id, eventType } = requestContext;
      if (eventType === 'CONNECT') {
        const ticket = queryStringParameters?.ticket;
        if (!ticket) return { statusCode: STATUS.no_ticket };
        return { statusCode: STATUS[await openConnection(ports, { id, ticket })] };
      }
      await ports.connections.forget({ id });
      return { statusCode: 200 };
    } catch (error) {
      logger.error('connection failed', error as Error);
      return { statusCode: 503 };
    }
  };
