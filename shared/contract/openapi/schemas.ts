import * as z from 'zod';

export type JsonObject = Record<string, unknown>;

/** Collects the named schemas of a document while its parts are written. */
export interface SchemaCollection {
  readonly components: JsonObject;
  /** The JSON Schema of what comes in (before parsing) or goes out; named schemas become references. */
  readonly schemaOf: (schema: z.ZodType, io: 'input' | 'output') => JsonObject;
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** zod's own references point into the schema; an OpenAPI document has one place for all. */
const rewrite = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rewrite);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : rewrite(inner),
    ]),
  );
};

const rangeSchema = z.object({ min: z.int(), max: z.int(), or: z.int() });

/** A query string holds text; what a caller writes there is a number. */
const describeWholeNumber = (jsonSchema: JsonObject): void => {
  const range = rangeSchema.safeParse(jsonSchema.wholeNumber);
  if (!range.success) return;
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  const { min, max, or } = range.data;
  Object.assign(jsonSchema, { type: 'integer', minimum: min, maximum: max, default: or });
};

const override =
  (io: 'input' | 'output') =>
  ({ jsonSchema }: { jsonSchema: JsonObject }): void => {
    // Answers may gain fields; requests may not.
    if (io === 'output') delete jsonSchema.additionalProperties;
    // The format says it; zod's pattern for it is a page long.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    describeWholeNumber(jsonSchema);
  };

export const schemaCollection = (): SchemaCollection => {
  const components: JsonObject = {};

  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonObject => {
    const { $schema, $defs, id, ...own } = z.toJSONSchema(schema, {
      io,
      override: override(io),
    }) as JsonObject;
    for (const [name, definition] of Object.entries(isObject($defs) ? $defs : {})) {
      const { id: _name, ...rest } = definition as JsonObject;
      components[name] = rewrite(rest);
    }
    const written = rewrite(own) as JsonObject;
    if (typeof id !== 'string') return written;
    components[id] = written;
    return { $ref: `#/components/schemas/${id}` };
  };

  return { components, schemaOf };
};
