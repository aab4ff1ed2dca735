import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { requestTime } from '../gateway/event.ts';
import type { HttpRequest } from '../gateway/messages.ts';
import type { Caller } from './connection.ts';

export interface SocketContext {
  readonly connectionId: string;
  readonly caller: Caller;
  /** Of the runtime's clock, ms; as is `now`. */
  readonly connectedAt: number;
  readonly now: number;
  readonly stage: string;
  readonly apiId: string;
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

const requestContext = (context: SocketContext, routeKey: string, eventType: EventType) => ({
  routeKey,
  eventType,
  extendedRequestId: randomUUID(),
  requestTime: requestTime(context.now),
  messageDirection: 'IN',
  stage: context.stage,
  connectedAt: context.connectedAt,
  requestTimeEpoch: context.now,
  identity: { sourceIp: context.caller.sourceIp, userAgent: context.caller.userAgent },
  requestId: randomUUID(),
  domainName: context.caller.domainName,
  connectionId: context.connectionId,
  apiId: context.apiId,
});

const lists = (headers: IncomingHttpHeaders): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value : [value]]],
    ),
  );

/** The last of several values, as API Gateway has it where it gives one. */
const lastOf = (values: Readonly<Record<string, readonly string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));

const queryLists = (query: string): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) found[name] = [...(found[name] ?? []), value];
  return found;
};

/** The event of `$connect`: the only one with headers and parameters. */
export const connectEvent = (request: HttpRequest, context: SocketContext) => {
  const headers = lists({
    ...request.headers,
    'x-forwarded-for': request.sourceIp,
    'x-forwarded-proto': 'http',
  });
  const query = queryLists(request.query);
  const hasQuery = Object.keys(query).length > 0;
  return {
    headers: lastOf(headers),
    multiValueHeaders: headers,
    ...(hasQuery ? { queryStringParameters: lastOf(query), multiValueQueryStringParameters: query } : {}),
    requestContext: requestContext(context, '$connect', 'CONNECT'),
    isBase64Encoded: false,
  };
};

export const messageEvent = (routeKey: string, data: Buffer, binary: boolean, context: SocketContext) => ({
  requestContext: { ...requestContext(context, routeKey, 'MESSAGE'), messageId: randomUUID() },
  body: data.toString(binary ? 'base64' : 'utf8'),
  isBase64Encoded: binary,
});

export const disconnectEvent = (code: number, reason: string, context: SocketContext) => {
  const headers = {
    Host: context.caller.domainName,
    'x-api-key': '',
    'X-Forwarded-For': '',
    'x-restapi': '',
  };
  return {
    headers,
    multiValueHeaders: lists(headers),
    requestContext: {
      ...requestContext(context, '$disconnect', 'DISCONNECT'),
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
};
