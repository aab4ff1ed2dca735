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
      }),
    }),
  }),
});

/** The authorizer authenticates; what the key may do is decided here. */
export const checkScope = (operation: Operation): HttpMiddleware => ({
  before: ({ event }: { event: HttpEvent }) => {
    if (operation.auth === 'public') return;
    const parsed = authorized.safeParse(event);
    if (!parsed.success)
      throw new HttpProblem(
        'unauthorized',
        'send an access token or an API key as "Authorization: Bearer ..."',
      );
    const { userId, keyId, scopes, credential } = parsed.data.requestContext.authorizer.lambda;
    const caller = { userId, keyId, scopes: scopes.split(' ') };
    if (operation.scope && !caller.scopes.includes(operation.scope)) {
      throw new HttpProblem('missing_scope', `this needs an API key with the scope "${operation.scope}"`);
    }
    if (operation.credential && operation.credential !== credential) {
      throw new HttpProblem('token_required', 'an API key cannot do this: sign in');
    }
    addInput(event, { caller });
  },
});
