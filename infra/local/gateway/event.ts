import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from '../template/stack.ts';
import type { HttpRequest } from './messages.ts';

export interface EventContext {
  readonly requestId: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** What the Lambda authorizer said of the caller. */
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
  /** Of the runtime's clock, ms. */
  readonly timeEpoch: number;
  readonly stage: string;
  readonly apiId: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `12/Mar/2020:19:03:58 +0000` */
export const requestTime = (time: number): string => {
  const at = new Date(time);
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
};

/** The media types whose bodies API Gateway passes on as text. */
const TEXT = /^(text\/|application\/(json|xml|javascript|[\w.-]+\+(json|xml))\b)/i;

/** Between two hops only, or moved to a place of their own. */
const DROPPED = new Set([
  'connection',
  'cookie',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const eventHeaders = ({ headers, sourceIp }: HttpRequest): Record<string, string> => {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !DROPPED.has(name)) own[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const forwarded = own['x-forwarded-for'];
  return {
    ...own,
    'x-forwarded-for': forwarded ? `${forwarded}, ${sourceIp}` : sourceIp,
    'x-forwarded-proto': 'http',
    'x-forwarded-port': own.host?.split(':')[1] ?? '80',
  };
};

/** Repeated parameters joined by commas, as payload 2.0 has them. */
const queryParameters = (query: string): Record<string, string> | undefined => {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined.size > 0 ? Object.fromEntries(joined) : undefined;
};

const bodyOf = (body: Buffer, contentType: string): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !TEXT.test(contentType);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};

/**
 * The event of an HTTP API, payload format 2.0.
 * @throws URIError where the path is not well encoded
 */
export const apiEvent = (request: HttpRequest, context: EventContext): APIGatewayProxyEventV2 => {
  const { headers, query } = request;
  const host = headers.host ?? 'localhost';
  // API Gateway calls it raw and decodes it all the same.
  const path = decodeURIComponent(request.path);
  const cookies = headers.cookie?.split(/; */).filter((cookie) => cookie !== '');
  const queryStringParameters = queryParameters(query);
  const { pathParameters, authorizer } = context;
  const requestContext = {
    accountId: ACCOUNT,
    apiId: context.apiId,
    ...(authorizer ? { authorizer: { lambda: authorizer } } : {}),
    domainName: host,
    domainPrefix: host.split('.')[0] ?? host,
    http: {
      method: request.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: context.requestId,
    routeKey: context.routeKey,
    stage: context.stage,
    time: requestTime(context.timeEpoch),
    timeEpoch: context.timeEpoch,
  };
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies?.length ? { cookies } : {}),
    headers: eventHeaders(request),
    ...(queryStringParameters ? { queryStringParameters } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters: { ...pathParameters } } : {}),
    requestContext,
    ...bodyOf(request.body, headers['content-type'] ?? ''),
  };
};
