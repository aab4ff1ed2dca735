import type * as z from 'zod';

/** A file of candles that cannot be used: says which, where and which rule it breaks. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  constructor(file: string, line: number | undefined, rule: string) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${rule}`);
  }
}

/** The first broken rule, with the field it is about. */
export const ruleOf = (error: z.ZodError): string => {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return `${field === '' ? '' : `${field}: `}${issue?.message ?? 'is not valid'}`;
};
