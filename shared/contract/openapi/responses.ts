import type { Operation } from '../operation.ts';
import { gatewayErrorSchema, problemSchema } from '../schemas/problem.ts';
import { simpleError } from '../schemas/simple.ts';
import { type DocumentedError, errorsOf } from './errors.ts';
import type { JsonObject, SchemaCollection } from './schemas.ts';

interface Response {
  readonly description: string;
  readonly headers: JsonObject;
  readonly content: Record<string, JsonObject>;
}

const headers = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Of every answer, of those that say when to come back, and of those that show a version. */
export const HEADERS: JsonObject = {
  'x-request-id': {
    description:
      'The id of the request, as the log has it; an answer of the gateway has it as apigw-requestid',
    schema: { type: 'string' },
  },
  'retry-after': {
    description: 'Seconds to wait before the next attempt, where the answer is not of the gateway',
    schema: { type: 'integer', minimum: 0 },
  },
  etag: {
    description: 'The version of what is shown, in quotes: `If-Match` takes it',
    schema: { type: 'string' },
    example: '"3"',
  },
};

/** Of an answer that means success. */
const headersOf = ({ etag }: Operation): JsonObject =>
  headers(etag ? ['x-request-id', 'etag'] : ['x-request-id']);

const describe = ({ code, when }: DocumentedError): string =>
  code === 'gateway' ? `- from the gateway: ${when}` : `- \`${code}\`: ${when}`;

/** The body of an error as its API writes it; and the gateway's, which knows neither. */
const errorContent = (operation: Operation, errors: readonly DocumentedError[], of: SchemaCollection) => {
  const own =
    operation.group === 'simple'
      ? (['application/json', of.schemaOf(simpleError, 'output')] as const)
      : (['application/problem+json', of.schemaOf(problemSchema, 'output')] as const);
  const theirs = ['application/json', of.schemaOf(gatewayErrorSchema, 'output')] as const;
  const content: Record<string, JsonObject> = {};
  if (errors.some(({ code }) => code !== 'gateway')) content[own[0]] = { schema: own[1] };
  if (errors.some(({ code }) => code === 'gateway')) {
    const before = content[theirs[0]];
    content[theirs[0]] = { schema: before ? { anyOf: [before.schema, theirs[1]] } : theirs[1] };
  }
  return content;
};

/** What goes by itself: too many requests, and a store that is busy. */
const WAITED_FOR: readonly number[] = [429, 503];

const errorResponse = (
  operation: Operation,
  errors: readonly DocumentedError[],
  collection: SchemaCollection,
): Response => ({
  description: errors.map(describe).join('\n'),
  headers: headers(
    WAITED_FOR.includes(errors[0]?.status ?? 0) ? ['x-request-id', 'retry-after'] : ['x-request-id'],
  ),
  content: errorContent(operation, errors, collection),
});

/** The same answer as success under another status, which an error may have too. */
const alsoResponse = (
  operation: Operation,
  description: string,
  schema: JsonObject,
  error: Response | undefined,
): Response => {
  const theirs = error?.content['application/json'];
  return {
    description: error ? `${description}\n${error.description}` : description,
    headers: headersOf(operation),
    content: {
      ...error?.content,
      'application/json': { schema: theirs ? { anyOf: [schema, theirs.schema] } : schema },
    },
  };
};

/** Every status an operation may answer with, by the operation's own list and by what it takes. */
export const responsesOf = (
  operation: Operation,
  example: unknown,
  collection: SchemaCollection,
): JsonObject => {
  const schema = collection.schemaOf(operation.response, 'output');
  const success = {
    'application/json': { schema, example },
    ...(operation.alsoType ? { [operation.alsoType]: { schema: { type: 'string' } } } : {}),
  };
  const grouped = Object.groupBy(errorsOf(operation), ({ status }) => String(status));
  const errors = Object.fromEntries(
    Object.entries(grouped).map(([status, of = []]) => [status, errorResponse(operation, of, collection)]),
  );
  const also = Object.entries(operation.alsoStatus ?? {}).map(([status, description]) => [
    status,
    alsoResponse(operation, description, schema, errors[status]),
  ]);
  return {
    ...errors,
    [operation.status]: {
      description: operation.summary,
      headers: headersOf(operation),
      content: success,
    },
    ...Object.fromEntries(also),
  };
};
