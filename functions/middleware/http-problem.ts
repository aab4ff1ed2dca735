import { ERRORS, type ErrorCode, type FieldError } from '../../shared/contract/errors.ts';
import type { Problem as RefusedProblem, Result } from '../../shared/domain/problem.ts';

/** What a request is refused with: the middleware that answers errors knows how to write it. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: readonly FieldError[];
  /** When to try again, where waiting helps. */
  readonly retryAfterSeconds: number | undefined;

  /** @param detail for the caller: it must not tell anything that the caller may not know */
  constructor(
    code: ErrorCode,
    detail: string,
    errors: readonly FieldError[] = [],
    retryAfterSeconds?: number,
  ) {
    super(detail);
    this.code = code;
    this.status = ERRORS[code].status;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The domain keeps exits together; the API has them at the top. */
const apiField = (field: string): string => field.replace(/^exits\./, '');

/** The refusal of a use case. */
export const httpProblem = ({
  code,
  message,
  violations,
  retryAfterSeconds,
}: RefusedProblem): HttpProblem => {
  const rules = violations.map((violation) => violation.message).join('; ');
  return new HttpProblem(
    code,
    rules ? `${message}: ${rules}` : message,
    violations.map((violation) => ({ ...violation, field: apiField(violation.field) })),
    retryAfterSeconds,
  );
};

/** The value of a result. @throws HttpProblem with the refusal of the use case */
export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw httpProblem(result.problem);
};
