import { ERRORS, type FieldError } from '../../shared/contract/errors.ts';
import type { Problem } from '../../shared/contract/schemas/problem.ts';
import type { SimpleErrorJson } from '../../shared/contract/schemas/simple.ts';
import type { HttpResult } from './http-event.ts';
import type { HttpProblem } from './http-problem.ts';

/** How an API writes its refusals. */
export type ErrorStyle = (problem: HttpProblem, requestId: string) => HttpResult;

/** RFC 9457. */
export const problemOf = ({ code, status, message, errors }: HttpProblem, requestId: string): Problem => ({
  type: `urn:paperwick:problem:${code}`,
  title: ERRORS[code].title,
  status,
  detail: message,
  code,
  instance: requestId,
  errors: errors.map((error) => ({ field: error.field, code: error.code, message: error.message })),
});

export const problemJson: ErrorStyle = (problem, requestId) => ({
  statusCode: problem.status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify(problemOf(problem, requestId)),
});

/** Fields of a trade under the names that the simple API has for them. */
const SIMPLE_FIELDS: Readonly<Record<string, string>> = {
  'entry.limit': 'buy_price',
  takeProfit: 'sell_price',
  stopLoss: 'stop_loss',
};

/** "takeProfit of a long must be above 64000" in the words of the simple API: a whole sentence. */
const simpleRule = ({ field, message }: FieldError): string => {
  const renamed = Object.entries(SIMPLE_FIELDS).reduce(
    (text, [ours, theirs]) => text.replaceAll(ours, theirs),
    message,
  );
  // A rule of the shape ("must be ...") wants its field in front, one of the market names what it is about.
  return /^(must|is) /.test(renamed) ? `${field} ${renamed}` : renamed.replace(/^price /, 'buy_price ');
};

const invalidValues = ({ code, message, errors }: HttpProblem): SimpleErrorJson => {
  if (code === 'unknown_symbol') return { error: 'invalid_values', fields: ['symbol'], message };
  const named = errors.map((error) => ({ ...error, field: SIMPLE_FIELDS[error.field] ?? error.field }));
  const fields = [...new Set(named.map(({ field }) => field))];
  return { error: 'invalid_values', fields, message: named.map(simpleRule).join('; ') || message };
};

const simpleBody = (problem: HttpProblem): SimpleErrorJson => {
  const { code, message, errors } = problem;
  switch (code) {
    case 'validation_failed': {
      const missing = errors.filter((error) => error.code === 'required').map(({ field }) => field);
      if (missing.length > 0) return { error: 'missing_fields', fields: missing };
      return errors.some((error) => error.code === 'wrong_type')
        ? { error: 'invalid_types' }
        : invalidValues(problem);
    }
    case 'invalid_trade':
    case 'unknown_symbol':
      return invalidValues(problem);
    case 'no_account':
    case 'missing_scope':
    case 'insufficient_funds':
    case 'unsettled_quote':
    case 'too_many_symbols':
    case 'rate_limited':
      return { error: code, message };
    default:
      return { error: code };
  }
};

/** The plain JSON errors of the simple API, as its first users know them: a broken rule is a 400 there. */
export const simpleErrors: ErrorStyle = (problem) => {
  const body = simpleBody(problem);
  return {
    statusCode: body.error === 'invalid_values' ? 400 : problem.status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
};
