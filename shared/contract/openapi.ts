import type * as z from 'zod';
import { exampleOf } from './examples/operations.ts';
import { HEADERS, responsesOf } from './openapi/responses.ts';
import { type JsonObject, type SchemaCollection, schemaCollection } from './openapi/schemas.ts';
import type { Operation } from './operation.ts';
import { type ListedOperation, operations } from './operations.ts';

const parametersOf = (
  schema: z.ZodObject | undefined,
  place: 'path' | 'query' | 'header',
  example: Readonly<Record<string, string>> | undefined,
  { schemaOf }: SchemaCollection,
): JsonObject[] => {
  if (!schema) return [];
  const { required } = schemaOf(schema, 'input') as { required?: string[] };
  return Object.entries(schema.shape).map(([name, field]) => {
    const written = schemaOf(field as z.ZodType, 'input');
    const shown = example?.[name];
    return {
      name,
      in: place,
      required: place === 'path' || (required ?? []).includes(name),
      schema: written,
      ...(shown === undefined ? {} : { example: written.type === 'integer' ? Number(shown) : shown }),
    };
  });
};

const needs = ({ credential }: Operation, scope: string): string =>
  credential
    ? `Needs an access token (scope \`${scope}\`): an API key cannot do this.`
    : `Needs an access token, or an API key with the scope \`${scope}\`.`;

const operationObject = (operation: ListedOperation, collection: SchemaCollection): JsonObject => {
  const example = exampleOf(operation.id);
  const parameters = [
    ...parametersOf(operation.params, 'path', example.params, collection),
    ...parametersOf(operation.query, 'query', example.query, collection),
    ...parametersOf(operation.headers, 'header', example.headers, collection),
  ];
  const content = operation.body && {
    'application/json': {
      schema: collection.schemaOf(operation.body, 'input'),
      example: example.body,
    },
  };
  return {
    operationId: operation.id,
    tags: [operation.group],
    summary: operation.summary,
    ...(operation.scope
      ? { description: needs(operation, operation.scope), 'x-scope': operation.scope }
      : {}),
    ...(operation.credential ? { 'x-credential': operation.credential } : {}),
    security: operation.auth === 'public' ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { required: operation.bodyOptional !== true, content } } : {}),
    responses: responsesOf(operation, example.response, collection),
  };
};

const INFO = {
  title: 'Paperwick',
  version: '1.0.0',
  description:
    'A self-hosted crypto trading simulator: virtual money, real prices, every fill explained. ' +
    'In /v1 decimals are text, times RFC 3339 and errors problem+json; the simple API has JSON numbers and plain JSON errors.',
  license: { name: 'MIT', identifier: 'MIT' },
};

const write = () => {
  const collection = schemaCollection();
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationObject(operation, collection),
    };
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: collection.components,
      headers: HEADERS,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or the access token of a sign-in',
        },
      },
    },
  };
};

let document: ReturnType<typeof write> | undefined;

/** The OpenAPI 3.1 document, written from the operations at the first request for it. */
export const openApiDocument = (): ReturnType<typeof write> => {
  document ??= write();
  return document;
};
