import * as z from 'zod';
import type { Invocation } from '../lambda/protocol.ts';
import { gatewayMessage, type HttpResponse } from './messages.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Hop-by-hop, or the server's own to say. */
const STRIPPED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** A Lambda's answer as API Gateway makes an HTTP response of it (payload 2.0, with the inferred format). */
export const lambdaAnswer = (invocation: Invocation): HttpResponse => {
  if (!invocation.ok) return gatewayMessage(invocation.error.errorType === 'Sandbox.Timedout' ? 503 : 500);
  const { payload } = invocation;
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) return inferred(payload);
  const parsed = structured.safeParse(payload);
  if (!parsed.success) return gatewayMessage(500);
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const own = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      ...Object.fromEntries(own.filter(([name]) => !STRIPPED.has(name))),
      ...(cookies?.length ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
};

const inferred = (payload: unknown): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: typeof payload === 'string' ? payload : JSON.stringify(payload ?? null),
});
