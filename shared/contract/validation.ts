import type * as z from 'zod';
import type { FieldError } from './errors.ts';
import { plainWords } from './plain-words.ts';

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

/** Of a union by a name: that name is not there at all. */
const isUnnamed = (issue: z.core.$ZodIssue): boolean => {
  if (issue.code !== 'invalid_union' || !('discriminator' in issue) || !issue.discriminator) return false;
  const { input } = issue;
  if (typeof input !== 'object' || input === null) return false;
  const name = (input as Readonly<Record<string, unknown>>)[issue.discriminator];
  return name === undefined || name === null;
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
  if (isUnnamed(issue) || (typeIssue && (issue.input === undefined || issue.input === null))) {
    return [{ field, code: 'required', message: 'is required' }];
  }
  return [{ field, code: codeOf(issue), message: issue.message }];
};

export type ParsedInput<T> =
  | { readonly ok: true; readonly data: T }
  /** The broken rules, at most twenty, each in plain words after the name of its field. Values are never echoed. */
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** What somebody sent, by the schema of it: the same words whichever way it came. */
export const parseInput = <S extends z.ZodType>(schema: S, value: unknown): ParsedInput<z.output<S>> => {
  const parsed = schema.safeParse(value, { reportInput: true, error: plainWords });
  if (parsed.success) return { ok: true, data: parsed.data };
  return { ok: false, errors: parsed.error.issues.flatMap(errorsOf).slice(0, MAX_ERRORS) };
};
