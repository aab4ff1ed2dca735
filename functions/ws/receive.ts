import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { cut, expiryReason, tell } from '../../shared/application/stream/tell.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { expectedProblem } from '../middleware/answer-errors.ts';
import { answerMessage, type MessagePorts, MessageProblem } from './answer-message.ts';
import { parseMessage, type Refusal, type Understood } from './parse-message.ts';

const eventSchema = z.object({
  requestContext: z.object({ connectionId: z.string(), requestTimeEpoch: z.number(), requestId: z.string() }),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
});

const errorMessage = ({ id, code, message, errors, retryAfterSeconds }: Refusal): ServerMessage => ({
  type: 'error',
  id,
  code,
  message,
  errors: errors.map((error) => ({ ...error })),
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** What somebody is told of an error; undefined: nothing that was expected. */
const refusalOf = (error: unknown, id: string | undefined): Refusal | undefined => {
  if (error instanceof MessageProblem) return { id, code: error.code, message: error.message, errors: [] };
  const problem = expectedProblem(error);
  return problem && { id, ...problem, message: problem.message };
};

const idOf = (understood: Understood): string | undefined =>
  understood.ok ? understood.message.id : understood.refusal.id;

/** Refused so often within a minute, a connection is no impatient client any more: it takes from all others what they may send. */
const MOST_REFUSED = 60;
const MINUTE = 60_000;

/**
 * Counts what this process has refused to each connection; true where it was once too often. Others count for themselves: where
 * several serve a connection its end comes later.
 */
const refusals = () => {
  const counts = new Map<string, { since: number; count: number }>();
  return (id: string, now: number): boolean => {
    for (const [other, { since }] of counts) if (now - since >= MINUTE) counts.delete(other);
    const entry = counts.get(id) ?? { since: now, count: 0 };
    entry.count += 1;
    counts.set(id, entry);
    return entry.count > MOST_REFUSED;
  };
};

/**
 * One message of a client. Whatever it says, it is answered, and the socket stays, unless it goes on sending what is
 * refused: API Gateway would tell a client of a function that failed no more than that.
 */
export const receive =
  (ports: MessagePorts, logger: Pick<Logger, 'error'>, isTooOften = refusals()) =>
  async (event: unknown): Promise<{ statusCode: 200 }> => {
    const { requestContext, body, isBase64Encoded } = eventSchema.parse(event);
    const { connectionId: id, requestTimeEpoch: now, requestId } = requestContext;
    const { connections, sockets, clock } = ports.stream;
    const send = (to: { id: string; userId: string; slot: number }, message: ServerMessage) =>
      tell(ports.stream, to, [JSON.stringify(message)]);

    const received = await connections.receive(id, clock());
    if (received.verdict === 'unknown') {
      // Its rows are gone: it was ended, or never begun. Who comes back gets what it missed.
      await sockets.close(id);
      return { statusCode: 200 };
    }
    if (received.verdict === 'wait') {
      if (isTooOften(id, clock())) {
        const closing: ServerMessage = { type: 'closing', reason: 'too_many_messages' };
        await sockets.post(id, JSON.stringify(closing));
        await sockets.close(id);
        return { statusCode: 200 };
      }
      const seconds = Math.max(1, Math.ceil(received.ms / 1_000));
      const message = `too many messages: nothing was done; wait ${seconds} s`;
      const refusal = {
        ...{ id: idOf(parseMessage(body ?? '', isBase64Encoded)), code: 'rate_limited' as const },
        ...{ message, errors: [], retryAfterSeconds: seconds },
      };
      await sockets.post(id, JSON.stringify(errorMessage(refusal)));
      return { statusCode: 200 };
    }
    const { connection } = received;
    if (connection.expiresAt <= clock()) {
      await cut(ports.stream, connection, expiryReason(connection));
      return { statusCode: 200 };
    }
    const understood = parseMessage(body ?? '', isBase64Encoded);
    if (!understood.ok) {
      await send(connection, errorMessage(understood.refusal));
      return { statusCode: 200 };
    }
    const { message } = understood;
    try {
      for await (const answer of answerMessage(ports, connection, message, now)) {
        const delivery = await send(connection, answer);
        if (delivery === 'gone') break;
        // Without its snapshot it would wait for ever: who comes back gets another.
        if (delivery === 'failed' && answer.type === 'snapshot') {
          await connections.forget(connection);
          await sockets.close(id);
          break;
        }
      }
    } catch (error) {
      const refusal = refusalOf(error, message.id);
      if (!refusal) logger.error('internal error', { requestId, type: message.type, error: error as Error });
      const text = `request ${requestId} names this in the log`;
      await send(
        connection,
        errorMessage(refusal ?? { id: message.id, code: 'internal_error', message: text, errors: [] }),
      );
    }
    return { statusCode: 200 };
  };
