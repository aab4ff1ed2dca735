import type * as z from 'zod';
import type { FieldError } from './errors.ts';

const MAX_ERRORS = 20;
const MAX_KEY = 64;

/** A key may be empty, and would look like the body as a whole. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => String(key) || '""')
    .join('.')
    .slice(0, 200);

const CODES: Readonly<Record<string, string>> = {
  invalid_type: 'wrong_type',
  invalid_format: 'wrong_format',
  invalid_value: 'not_allowed',
  invalid_union: 'not_allowed',
  too_small: 'too_small',
  too_big: 'too_big',
};

const codeOf = (issue: z.core.$ZodIssue): string => {
  // 1e999 is valid JSON, and Infinity once parsed.
  if (issue.code === 'invalid_type' && issue.input === Number.POSITIVE_INFINITY) return 'too_big';
  if (issue.code === 'invalid_type' && issue.input === Number.NEGATIVE_INFINITY) return 'too_small';
  if (issue.code === 'custom') return typeof issue.params?.code === 'string' ? issue.params.code : 'invalid';
  return CODES[issue.code] ?? 'invalid';
};

const errorsOf = (issue: z.core.$ZodIssue): FieldError[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_ERRORS).map((key) => ({
      field: pathOf([...issue.path, key.slice(0, MAX_KEY)]),
      code: 'unknown_field',
      message: 'is not a field of this request',
    }));
  }
  const field = pathOf(issue.path);
  // zod reports a missing field as a wrong type or value without input; null where it may not be is as good as none.
  const typeIssue = field !== '' && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
  if (typeIssue && (issue.input === undefined || issue.input === null)) {
    return [{ field, code: 'required', message: 'is required' }];
  }
  return [{ field, code: codeOf(issue), message: issue.message }];
};

/** The broken rules of a parse made with `reportInput: true`, at most twenty. Values are never echoed. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap(errorsOf).slice(0, MAX_ERRORS);
