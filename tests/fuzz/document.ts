import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { examplesByName, type JsonSchema, type Known } from './json-schema.ts';
import type { Endpoint } from './requests.ts';
import type { Answer } from './send.ts';

const anySchema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null);
const media = z.record(z.string(), z.object({ schema: anySchema, example: z.unknown().optional() }));
const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query']),
        required: z.boolean().default(false),
        schema: anySchema,
        example: z.unknown().optional(),
      }),
    )
    .default([]),
  requestBody: z.object({ content: media }).optional(),
  responses: z.record(z.string(), z.object({ content: media })),
});
type Described = z.output<typeof operationSchema>;
const documentSchema = z.looseObject({
  openapi: z.string().startsWith('3.1'),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), anySchema) }),
});

const endpointOf = (path: string, method: string, described: Described): Endpoint => {
  const { operationId: id, security, parameters, requestBody } = described;
  const json = requestBody?.content['application/json'];
  const placed = (place: 'path' | 'query') => parameters.filter((parameter) => parameter.in === place);
  return {
    id,
    method: method.toUpperCase(),
    path,
    isPublic: security.length === 0,
    params: Object.fromEntries(placed('path').map(({ name, schema }) => [name, schema])),
    query: Object.fromEntries(
      placed('query').map(({ name, schema, required }) => [name, { schema, required }]),
    ),
    body: json?.schema,
    example: json?.example,
  };
};

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

export interface Document {
  readonly endpoints: readonly Endpoint[];
  readonly known: Known;
  /** What of an answer the document does not promise; undefined where it keeps its word. */
  readonly complaint: (endpoint: Endpoint, answer: Answer) => string | undefined;
}

/** An OpenAPI 3.1 document, and nothing else, as what may be sent and what must come back. */
export const readDocument = (json: unknown): Document => {
  const { paths, components } = documentSchema.parse(json);
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const endpoints = described.map(({ path, method, operation }) => endpointOf(path, method, operation));
  const examples = described.flatMap(({ operation }) => [
    Object.fromEntries(
      operation.parameters
        .filter(({ example }) => example !== undefined)
        .map(({ name, example }) => [name, example]),
    ),
    operation.requestBody?.content['application/json']?.example,
  ]);
  const ajv = new Ajv2020.default({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema(json as object, 'api.json');

  const complaint = (endpoint: Endpoint, { status, headers, text }: Answer): string | undefined => {
    const responses = paths[endpoint.path]?.[endpoint.method.toLowerCase()]?.responses ?? {};
    const response = responses[status];
    if (!response) return `status ${status} is not documented`;
    const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
    if (!response.content[type]) return `status ${status} is not documented with the type "${type}"`;
    const at = pointer(
      'paths',
      endpoint.path,
      endpoint.method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    );
    const validate = ajv.getSchema(`api.json#/${at}`);
    if (!validate) throw new Error(`there is no schema at ${at}`);
    let body: unknown = text;
    if (type.endsWith('json')) {
      try {
        body = JSON.parse(text);
      } catch {
        return `status ${status} with what is no JSON`;
      }
    }
    return validate(body)
      ? undefined
      : `status ${status} breaks its schema: ${ajv.errorsText(validate.errors)}`;
  };
  return {
    endpoints,
    known: { schemas: components.schemas, examples: examplesByName(examples) },
    complaint,
  };
};
