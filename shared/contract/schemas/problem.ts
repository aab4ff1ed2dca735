import * as z from 'zod';

/** application/problem+json (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Stable; see ERRORS. */
    code: z.string(),
    /** The request's id: the same as in `x-request-id` and in the log. */
    instance: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof problemSchema>;

/** What API Gateway itself answers: 401, 403, 404, 413, 429. */
export const gatewayErrorSchema = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayError', description: 'An answer of API Gateway itself' });
