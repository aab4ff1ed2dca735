import * as z from 'zod';
import type { Operation } from '../../shared/contract/operation.ts';
import { addInput, type HttpEvent, type HttpMiddleware } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';

/** What functions/authorizer.ts puts into the context of the request. */
const authorized = z.object({
  requestContext: z.object({
    authorizer: z.object({
      lambda: z.object({
        userId: z.string().min(1),
        keyId: z.string(),
        scopes: z.string(),
        credential: z.enum(['token', 'key']),
        expiresAt: z.number().optional(),
        signedInAt: z.number().optional(),
      }),
    }),
  }),
});

/** The authorizer authenticates; what the key may do is decided here. */
/** @param now the real clock, ms: credentials age in real time, whatever time the market has */
export const checkScope = (operation: Operation, now: () => number = Date.now): HttpMiddleware => ({
  before: ({ event }: { event: HttpEvent }) => {
    if (operation.auth === 'public') return;
    const parsed = authorized.safeParse(event);
    if (!parsed.success)
      throw new HttpProblem(
        'unauthorized',
        'send an access token or an API key as "Authorization: Bearer ..."',
      );
    const { userId, keyId, scopes, credential, expiresAt, signedInAt } =
      parsed.data.requestContext.authorizer.lambda;
    if (expiresAt !== undefined && expiresAt <= now())
      throw new HttpProblem('unauthorized', 'the access token or API key has expired');
    const caller = { userId, keyId, scopes: scopes.split(' '), expiresAt, signedInAt };
    if (operation.scope && !caller.scopes.includes(operation.scope)) {
      throw new HttpProblem('missing_scope', `this needs an API key with the scope "${operation.scope}"`);
    }
    if (operation.credential && operation.credential !== credential) {
      throw new HttpProblem('token_required', 'an API key cannot do this: sign in');
    }
    addInput(event, { caller });
  },
});
