import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import * as z from 'zod';
import type { Invocation } from '../lambda/protocol.ts';

/** Ends a handshake with an answer of HTTP instead of a socket. */
export const refuse = (socket: Duplex, status: number, body: object): void => {
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
};

const answerSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  body: z.string().nullish(),
});

/** A function's answer as a WebSocket API reads it: a status and perhaps a body; anything else is a bad gateway. */
export const socketAnswer = (invocation: Invocation): { status: number; body: string | undefined } => {
  if (!invocation.ok) return { status: 502, body: undefined };
  const parsed = answerSchema.safeParse(invocation.payload);
  if (!parsed.success) return { status: 502, body: undefined };
  return { status: parsed.data.statusCode, body: parsed.data.body ?? undefined };
};

const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
};

/** What API Gateway says by itself, in the answer to a handshake and in a frame. */
export const gatewayText = (status: number, connectionId: string, requestId: string) => ({
  message: MESSAGES[status] ?? (status >= 500 ? 'Internal server error' : (STATUS_CODES[status] ?? '')),
  connectionId,
  requestId,
});
