import { ERRORS, type ErrorCode } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { gatewayErrorSchema, problemSchema } from '../schemas/problem.ts';
import { simpleError } from '../schemas/simple.ts';
import type { JsonObject, SchemaCollection } from './schemas.ts';

/** What any operation may answer, from what it takes. */
const commonErrors = (operation: Operation): ErrorCode[] => [
  ...(operation.body || operation.query ? (['validation_failed'] as const) : []),
  ...(operation.body ? (['invalid_json', 'body_too_large', 'unsupported_media_type'] as const) : []),
  ...(operation.scope ? (['missing_scope'] as const) : []),
  ...(operation.credential ? (['token_required'] as const) : []),
  'internal_error',
  ...(operation.auth === 'bearer' || operation.group === 'auth' ? (['store_unavailable'] as const) : []),
  ...(operation.group === 'auth' ? (['identity_unavailable'] as const) : []),
];

/** The simple API answers a broken rule of its market with 400, like any other. */
const simpleCode = (code: ErrorCode): string =>
  code === 'validation_failed' ? 'missing_fields, invalid_types, invalid_values' : code;

/** What API Gateway answers itself, before any handler. */
const GATEWAY_STATUSES: Readonly<Record<number, string>> = {
  401: 'No credentials were sent',
  403: 'The credentials are not valid',
  429: 'Too many requests',
};

const errorContent = (operation: Operation, collection: SchemaCollection): JsonObject =>
  operation.group === 'simple'
    ? { 'application/json': { schema: collection.schemaOf(simpleError, 'output') } }
    : { 'application/problem+json': { schema: collection.schemaOf(problemSchema, 'output') } };

const errorResponses = (operation: Operation, collection: SchemaCollection): Record<string, JsonObject> => {
  const codes = new Map<number, ErrorCode[]>();
  for (const code of [...commonErrors(operation), ...operation.errors]) {
    const { status } = ERRORS[code];
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  const content = errorContent(operation, collection);
  return Object.fromEntries(
    [...codes].map(([status, of]) => {
      const names = operation.group === 'simple' ? of.map(simpleCode) : of;
      return [String(status), { description: names.join(', '), content }];
    }),
  );
};

const gatewayResponses = (
  operation: Operation,
  errors: Readonly<Record<string, JsonObject>>,
  collection: SchemaCollection,
): Record<string, JsonObject> => {
  const schema = collection.schemaOf(gatewayErrorSchema, 'output');
  const statuses = Object.entries(GATEWAY_STATUSES).filter(
    ([status]) => operation.auth === 'bearer' || status === '429',
  );
  return Object.fromEntries(
    statuses.map(([status, why]) => {
      const ours = errors[status];
      const description = ours ? `${String(ours.description)}, or from the gateway: ${why}` : why;
      const content = { ...(ours?.content as JsonObject | undefined) };
      const json = content['application/json'] as { schema: JsonObject } | undefined;
      content['application/json'] = { schema: json ? { anyOf: [json.schema, schema] } : schema };
      return [status, { description, content }];
    }),
  );
};

/** Every status an operation may answer with, by the operation's own list and by what it takes. */
export const responsesOf = (operation: Operation, collection: SchemaCollection): JsonObject => {
  const schema = collection.schemaOf(operation.response, 'output');
  const example = operation.example.response;
  const success = {
    'application/json': { schema, example },
    ...(operation.alsoType ? { [operation.alsoType]: { schema: { type: 'string' } } } : {}),
  };
  const also = Object.entries(operation.alsoStatus ?? {}).map(
    ([status, description]) =>
      [status, { description, content: { 'application/json': { schema } } }] as const,
  );
  const errors = errorResponses(operation, collection);
  return {
    ...errors,
    ...gatewayResponses(operation, errors, collection),
    [operation.status]: { description: operation.summary, content: success },
    ...Object.fromEntries(also),
  };
};
