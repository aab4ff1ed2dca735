import type { Context } from 'aws-lambda';
import { defineHandler, type Route } from '../../../functions/define-handler.ts';
import type { ErrorStyle } from '../../../functions/middleware/error-styles.ts';
import type { HttpEvent, HttpResult } from '../../../functions/middleware/http-event.ts';
import { NOW } from './memory-ports.ts';

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly query?: Record<string, string>;
  /** Text and bytes as they are; anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly base64?: boolean;
  readonly userId?: string;
  /** Undefined for a request that no authorizer has seen. */
  readonly scopes?: string | undefined;
  readonly now?: number;
  /** What the caller proved who it is with; an API key where absent. */
  readonly credential?: 'token' | 'key';
  readonly keyId?: string;
  /** ms; when the credential ends. */
  readonly expiresAt?: number;
  readonly cookies?: string[];
  /** The answer is no JSON. */
  readonly raw?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly cookies: readonly string[];
  readonly json: unknown;
  readonly text: string;
}

/** A token has none. */
const keyIdOf = ({ keyId = 'k1', credential }: Ask): string => (credential === 'token' ? '' : keyId);

/** An event as API Gateway sends it (payload 2.0). */
export const eventOf = (ask: Ask): HttpEvent => {
  const { method = 'GET', path, body, userId = 'ada', now = NOW } = ask;
  const scopes = 'scopes' in ask ? ask.scopes : 'read trade';
  const authorizer =
    scopes === undefined
      ? {}
      : {
          authorizer: {
            lambda: {
              userId,
              keyId: keyIdOf(ask),
              scopes,
              credential: ask.credential ?? 'key',
              ...(ask.expiresAt === undefined ? {} : { expiresAt: ask.expiresAt }),
            },
          },
        };
  const bytes = body instanceof Uint8Array;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const base64 = ask.base64 === true || bytes;
  const sent = base64 ? Buffer.from(bytes ? body : new TextEncoder().encode(text)).toString('base64') : text;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(ask.query).toString(),
    ...(ask.cookies ? { cookies: ask.cookies } : {}),
    headers: ask.headers ?? { 'content-type': 'application/json' },
    ...(ask.query ? { queryStringParameters: ask.query } : {}),
    ...(body === undefined ? {} : { body: sent }),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '20/Nov/2026:09:30:00 +0000',
      timeEpoch: now,
      ...authorizer,
    },
  };
};

/** What was logged as an error, and a way to ask the handler of these routes. */
export const asking = (routes: readonly Route[], errors?: ErrorStyle) => {
  const logged: unknown[] = [];
  const logger = { error: (...entry: unknown[]) => void logged.push(entry) };
  const handler = defineHandler(routes, { logger, ...(errors ? { errors } : {}) });
  const ask = async (request: Ask): Promise<Answered> => {
    const { statusCode, headers, cookies, body } = (await handler(
      eventOf(request),
      {} as Context,
    )) as HttpResult;
    return {
      status: statusCode ?? 0,
      headers: headers ?? {},
      cookies: cookies ?? [],
      text: body ?? '',
      json: request.raw ? undefined : JSON.parse(body ?? 'null'),
    };
  };
  return { ask, logged };
};
