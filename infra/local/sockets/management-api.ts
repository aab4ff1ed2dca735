import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';
import type { Connection } from './connection.ts';
import { MAX_MESSAGE_BYTES } from './socket-api.ts';

/** The address of a connection, after that of the API, which ends with its stage in AWS. */
const PATH = /^(?:\/\w+)?\/@connections\/([^/]+)$/;

const answer = (status: number, body: object | undefined, type?: string): HttpResponse => ({
  status,
  headers: {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    ...(type ? { 'x-amzn-errortype': type } : {}),
  },
  body: body ? JSON.stringify(body) : '',
});

const gone = (): HttpResponse => answer(410, { message: 'Gone' }, 'GoneException');

/** `@connections`: what functions send to clients, and learn of them. */
export const managementApi =
  (connections: ReadonlyMap<string, Connection>) =>
  async ({ method, path, body }: HttpRequest): Promise<HttpResponse> => {
    const [, encoded] = PATH.exec(path) ?? [];
    if (!encoded) return answer(403, { message: 'Forbidden' }, 'ForbiddenException');
    const connection = connections.get(decoded(encoded));
    if (method === 'POST' && body.length > MAX_MESSAGE_BYTES) {
      return answer(413, { message: 'Message too long' }, 'PayloadTooLargeException');
    }
    if (!connection?.isOpen) return gone();
    if (method === 'POST') return connection.send(body) ? answer(200, undefined) : gone();
    if (method === 'DELETE') {
      connection.close(1000, 'Connection Closed Normally');
      return answer(204, undefined);
    }
    if (method !== 'GET') return answer(403, { message: 'Forbidden' }, 'ForbiddenException');
    const { sourceIp, userAgent } = connection.caller;
    return answer(200, {
      connectedAt: new Date(connection.connectedAt).toISOString(),
      identity: { sourceIp, userAgent },
      lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
    });
  };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
