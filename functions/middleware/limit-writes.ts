import type { Operation } from '../../shared/contract/operation.ts';
import type { WriteLimiter } from '../../shared/ports/write-limiter.ts';
import type { HttpEvent, HttpMiddleware } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';

/** Whether it changes something that belongs to whoever asks. */
export const isLimited = ({ method, auth }: Pick<Operation, 'method' | 'auth'>): boolean =>
  method !== 'GET' && auth === 'bearer';

/**
 * So many writes of one user, whatever the credential. Last of the middlewares: what is refused for its shape has
 * reached no table, and counts for nothing.
 * @param limiter undefined: no limit
 */
export const limitWrites = (
  operation: Operation,
  limiter: WriteLimiter | undefined,
  now: () => number = Date.now,
): HttpMiddleware => ({
  before: async ({ event }: { event: HttpEvent }) => {
    const userId = event.input?.caller?.userId;
    if (!limiter || !isLimited(operation) || userId === undefined) return;
    // The real clock, whatever time the market has.
    const answer = await limiter.take(userId, now());
    if (answer.verdict === 'go') return;
    if (answer.verdict === 'no_user') throw new HttpProblem('unauthorized', 'this user has been deleted');
    const seconds = Math.max(1, Math.ceil(answer.ms / 1_000));
    throw new HttpProblem(
      'rate_limited',
      `too many writes: nothing was done; wait ${seconds} s, as Retry-After says`,
      [],
      seconds,
    );
  },
});
