import type { HttpEvent } from '../middleware/http-event.ts';

/**
 * Whose address a request came from. Through CloudFront the gateway is asked by an edge of it, whose address says nothing:
 * the one before it in X-Forwarded-For is the viewer's. Who asks the gateway itself can write there what they like, and so
 * escape what is counted by address; what is counted by person holds all the same.
 */
export const sourceOf = ({ headers, requestContext }: HttpEvent): string => {
  const hops = (headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-2) || requestContext.http.sourceIp;
};

/** The caller's own access token: the authorizer has proved it. */
export const accessTokenOf = ({ headers }: HttpEvent): string =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
