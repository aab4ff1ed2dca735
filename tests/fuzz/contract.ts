import * as z from 'zod';
import { exampleOf } from '../../shared/contract/examples/operations.ts';
import { errorsOf } from '../../shared/contract/openapi/errors.ts';
import type { Operation } from '../../shared/contract/operation.ts';
import { type ListedOperation, operations } from '../../shared/contract/operations.ts';
import { gatewayErrorSchema, problemSchema } from '../../shared/contract/schemas/problem.ts';
import { simpleError } from '../../shared/contract/schemas/simple.ts';
import { examplesByName, type JsonSchema, type Known } from './json-schema.ts';
import type { Endpoint } from './requests.ts';
import type { Exchange } from './run.ts';
import type { Answer, Sent } from './send.ts';

const all: readonly ListedOperation[] = operations;
const byId = new Map<string, ListedOperation>(all.map((operation) => [operation.id, operation]));

const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

const shapeOf = (schema: z.ZodObject | undefined): Record<string, JsonSchema> => ({
  ...(schema && jsonSchema(schema).properties),
});

/** The operations of the contract, by the schemas that the handlers parse with. */
export const contractEndpoints: readonly Endpoint[] = all.map((operation) => {
  const { id, method, path, params, query, body, auth } = operation;
  const required = query ? (jsonSchema(query).required ?? []) : [];
  return {
    id,
    method,
    path,
    isPublic: auth === 'public',
    params: shapeOf(params),
    query: Object.fromEntries(
      Object.entries(shapeOf(query)).map(([name, schema]) => [
        name,
        { schema, required: required.includes(name) },
      ]),
    ),
    body: body && jsonSchema(body),
    example: exampleOf(id).body,
  };
});

export const contractKnown: Known = {
  schemas: {},
  examples: examplesByName(
    all.flatMap(({ id }) => {
      const { params, query, body } = exampleOf(id);
      return [params, query, body];
    }),
  ),
};

/** Rules about a body as a whole, which no field breaks alone. */
const WHOLE_BODY = [
  'wrong_type',
  'not_allowed',
  'unexpected_body',
  'nothing_to_change',
  'one_selection',
  'one_answer',
  'invalid',
];

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const badProblem = (operation: Operation, status: number, json: unknown): string | undefined => {
  const parsed = problemSchema.safeParse(json);
  if (!parsed.success) return `${status} is no problem: ${z.prettifyError(parsed.error)}`;
  const { code, errors } = parsed.data;
  if (parsed.data.status !== status) return `${status} says that it is ${parsed.data.status}`;
  const known = errorsOf(operation).some((error) => error.status === status && error.code === code);
  if (!known) return `${status} has the code ${code}, which is not documented`;
  if (code !== 'validation_failed') return undefined;
  if (errors.length === 0) return 'validation_failed names nothing';
  const mute = errors.find(({ field, code: rule }) => field === '' && !WHOLE_BODY.includes(rule));
  return mute && `validation_failed names no field: ${mute.code}`;
};

const badSimpleError = (operation: Operation, status: number, json: unknown): string | undefined => {
  const parsed = simpleError.strict().safeParse(json);
  if (!parsed.success) return `${status} is no error of the simple API: ${z.prettifyError(parsed.error)}`;
  const { error } = parsed.data;
  const known = errorsOf(operation).some(({ status: other, code }) => other === status && code === error);
  return known ? undefined : `${status} has the code ${error}, which is not documented`;
};

/** The shape of the answer, against the contract's schema for its status. */
const badShape = (operation: Operation, { status, headers, text }: Answer): string | undefined => {
  const type = String(headers['content-type']).split(';')[0];
  if (status === operation.status || status in (operation.alsoStatus ?? {})) {
    if (type === operation.alsoType) return undefined;
    const parsed = operation.response.safeParse(jsonOf(text));
    return parsed.success ? undefined : `${status} breaks its schema: ${z.prettifyError(parsed.error)}`;
  }
  if (!errorsOf(operation).some((error) => error.status === status)) return `${status} is not documented`;
  const json = jsonOf(text);
  if (type === 'application/problem+json') return badProblem(operation, status, json);
  if (gatewayErrorSchema.strict().safeParse(json).success) {
    const documented = errorsOf(operation).some(
      ({ status: other, code }) => other === status && code === 'gateway',
    );
    return documented ? undefined : `${status} of the gateway is not documented`;
  }
  return operation.group === 'simple'
    ? badSimpleError(operation, status, json)
    : `${status} has the type ${type}`;
};

const queryOf = (target: string): Record<string, string> => {
  const joined = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(target.split('?')[1] ?? '')) {
    joined.set(name, [...(joined.get(name) ?? []), value]);
  }
  return Object.fromEntries([...joined].map(([name, values]) => [name, values.join(',')]));
};

/** Whether the contract's own schemas take what was sent. */
const isTaken = (operation: Operation, { target, body }: Sent): boolean => {
  const query = operation.query?.safeParse(queryOf(target)).success ?? true;
  if (!operation.body) return query;
  const text = typeof body === 'string' || body === undefined ? body : new TextDecoder().decode(body);
  const json = text === undefined && operation.bodyOptional ? {} : jsonOf(text ?? '');
  return query && operation.body.safeParse(json).success;
};

/** What the answer has against the contract; undefined where it keeps its word. */
export const contractComplaint = ({ planned, sent, answer }: Exchange): string | undefined => {
  const operation = byId.get(planned.endpoint.id);
  if (!operation) throw new Error(`the contract has no ${planned.endpoint.id}`);
  const { status, headers, text } = answer;
  if (status >= 500 && !(status in (operation.alsoStatus ?? {})) && !text.includes('price_unavailable')) {
    return `answers ${status}`;
  }
  if (!headers['x-request-id'] && !headers['apigw-requestid']) return 'has no request id';
  const shape = badShape(operation, answer);
  if (shape) return shape;
  const taken = isTaken(operation, sent);
  if (!taken && status < 300) return 'takes what the contract refuses';
  if (taken && operation.group !== 'simple' && planned.wellFormed && text.includes('"validation_failed"')) {
    return 'refuses what the contract takes';
  }
  return undefined;
};
