import type * as z from 'zod';

type Issue = z.core.$ZodRawIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

const oneOf = (values: readonly unknown[]): string => {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? `must be ${words[0]}` : `must be one of: ${words.join(', ')}`;
};

/** `must have at least 1 item`, `must be at most 4`. */
const bound = (origin: string, side: string, limit: number | bigint): string => {
  const unit = UNITS[origin];
  if (!unit) return `must be ${side} ${limit}`;
  return `must have ${side} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}`;
};

const union = ({ options }: IssueOf<'invalid_union'> & { options?: readonly unknown[] }): string =>
  options && options.length > 0 ? oneOf(options) : 'is none of what it may be';

/**
 * What zod would say in its own words, in ours: for rules that have no text of their own. Completes a sentence that
 * begins with the name of the field, and never repeats a value.
 */
export const plainWords = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return union(issue);
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return 'is not written as it should be';
    default:
      return 'is not valid';
  }
};
