import * as z from 'zod';
import type { HttpRequest, HttpResponse } from './messages.ts';

export const corsSchema = z.object({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  AllowCredentials: z.boolean().default(false),
  MaxAge: z.number().optional(),
});
export type Cors = z.output<typeof corsSchema>;

const allowedOrigin = ({ AllowOrigins }: Cors, origin: string | undefined): string | undefined => {
  if (origin === undefined) return undefined;
  if (AllowOrigins.includes('*')) return '*';
  return AllowOrigins.includes(origin) ? origin : undefined;
};

const common = (cors: Cors, origin: string): Record<string, string> => ({
  'access-control-allow-origin': origin,
  ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  ...(origin === '*' ? {} : { vary: 'Origin' }),
});

/** The answer to a preflight request; undefined where the request is none. An HTTP API gives it without any Lambda. */
export const preflight = (cors: Cors, { method, headers }: HttpRequest): HttpResponse | undefined => {
  if (method !== 'OPTIONS' || !headers.origin || !headers['access-control-request-method']) return undefined;
  const origin = allowedOrigin(cors, headers.origin);
  if (!origin) return { status: 204, headers: {}, body: '' };
  const answer = {
    ...common(cors, origin),
    'access-control-allow-methods': cors.AllowMethods.join(','),
    'access-control-allow-headers': cors.AllowHeaders.join(','),
    ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
  };
  return { status: 204, headers: answer, body: '' };
};

/** The response with what a page on an allowed origin needs to read it. */
export const withCors = (cors: Cors, { headers }: HttpRequest, response: HttpResponse): HttpResponse => {
  const origin = allowedOrigin(cors, headers.origin);
  if (!origin) return response;
  const exposed =
    cors.ExposeHeaders.length > 0 ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {};
  return { ...response, headers: { ...response.headers, ...common(cors, origin), ...exposed } };
};
