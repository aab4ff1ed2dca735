import type * as z from 'zod';
import type { FieldError } from '../../shared/contract/errors.ts';
import type { Operation } from '../../shared/contract/operation.ts';
import { parseInput } from '../../shared/contract/validation.ts';
import { addInput, type HttpEvent, type HttpMiddleware } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';

const check = (schema: z.ZodType | undefined, value: unknown, errors: FieldError[]): unknown => {
  if (!schema) return undefined;
  const parsed = parseInput(schema, value);
  if (parsed.ok) return parsed.data;
  errors.push(...parsed.errors);
  return undefined;
};

const refusal = (errors: readonly FieldError[]): HttpProblem => {
  const [first] = errors;
  // Of a list: elsewhere a cursor is a field like any other that is not known.
  if (errors.length === 1 && first?.field === 'cursor' && first.code !== 'unknown_field') {
    return new HttpProblem('invalid_cursor', 'the cursor is not one that this list gave');
  }
  const detail = errors.map(({ field, message }) => `${field || 'the body'} ${message}`).join('; ');
  return new HttpProblem('validation_failed', detail.slice(0, 1000), errors);
};

/** Of the headers those that the operation knows, whatever their case. */
const headersOf = (schema: z.ZodObject | undefined, event: HttpEvent): Record<string, string | undefined> => {
  const known = new Set(Object.keys(schema?.shape ?? {}));
  const named = Object.entries(event.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return Object.fromEntries(named.filter(([name]) => known.has(name)));
};

/** Path, query, headers and body, each by the schema of the operation. */
export const validate = (operation: Operation): HttpMiddleware => ({
  before: ({ event }: { event: HttpEvent }) => {
    // An id that cannot be one is as absent as any other that names nothing.
    const params = operation.params?.safeParse(event.pathParameters ?? {});
    if (params && !params.success) throw new HttpProblem('not_found', 'there is no such thing');
    const errors: FieldError[] = [];
    const query = check(operation.query, event.queryStringParameters ?? {}, errors);
    const headers = check(operation.headers, headersOf(operation.headers, event), errors);
    const body = check(operation.body, event.input?.json, errors);
    if (errors.length > 0) throw refusal(errors);
    addInput(event, { params: params?.data, query, headers, body });
  },
});
