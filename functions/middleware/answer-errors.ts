import type { Logger } from '@aws-lambda-powertools/logger';
import type { Request } from '@middy/core';
import { IdentityUnavailableError } from '../../shared/ports/identity.ts';
import { StoreUnavailableError } from '../../shared/ports/trade-store.ts';
import type { ErrorStyle } from './error-styles.ts';
import type { HttpEvent, HttpMiddleware, HttpResult } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';

/** A list's cursor is known for bad only where the list is read. */
const isInvalidCursor = (error: unknown): boolean =>
  error instanceof Error && error.name === 'InvalidCursorError';

/** What the SDK throws of a read, or a single write, once it has tried again: its time was over, or the table is throttled, or down. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'TimeoutError',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
]);
const isUnavailable = (error: unknown): boolean => error instanceof Error && UNAVAILABLE.has(error.name);

/** What an error means for who asked; undefined: nothing that was expected. */
export const expectedProblem = (error: unknown): HttpProblem | undefined => {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreUnavailableError || isUnavailable(error)) {
    return new HttpProblem(
      'store_unavailable',
      'the store is busy, or did not answer in time: look before you repeat, or repeat with a clientTradeId',
      [],
      error instanceof StoreUnavailableError ? error.retryAfterSeconds : 1,
    );
  }
  if (error instanceof IdentityUnavailableError) {
    return new HttpProblem('identity_unavailable', 'try again in a moment');
  }
  if (isInvalidCursor(error)) {
    return new HttpProblem('invalid_cursor', 'the cursor is not one that this list gave');
  }
  return undefined;
};

const internalError = () => new HttpProblem('internal_error', 'the request id names this in the log');

/** Expected refusals are answered; anything else is logged with the request's id and answered without details. */
export const answerErrors = (style: ErrorStyle, logger: Pick<Logger, 'error'>): HttpMiddleware => ({
  onError: (request: Request<HttpEvent, HttpResult>) => {
    const { requestId } = request.event.requestContext;
    const problem = expectedProblem(request.error);
    if (!problem) {
      // Not the error itself: its other properties may carry what was sent.
      const { name, message, stack } = request.error ?? new Error('nothing was thrown');
      logger.error('internal error', {
        requestId,
        route: request.event.routeKey,
        name,
        reason: message,
        stack,
      });
    }
    // Set, not returned: what is returned would end the chain before the headers are added.
    const answer = style(problem ?? internalError(), requestId);
    const wait = problem?.retryAfterSeconds;
    request.response =
      wait === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } };
  },
});
