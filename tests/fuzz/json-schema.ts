import fc from 'fast-check';

/** The keywords that are generated from. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** What the schemas do not tell: where names lead, and values that mean something under a property's name. */
export interface Known {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly examples: ReadonlyMap<string, readonly unknown[]>;
}

const LONGEST = 200;

/** Made once: fast-check goes through all of Unicode for them. */
export const GRAPHEMES = fc.string({ unit: 'grapheme', maxLength: LONGEST });
const NAMES = fc.oneof(fc.string({ minLength: 1 }), GRAPHEMES);
const byPattern = new Map<string, fc.Arbitrary<string>>();

/** fast-check makes no text for look-aheads and Unicode classes: it is made without them, and sifted. */
const matching = (pattern: string): fc.Arbitrary<string> => {
  const before = byPattern.get(pattern);
  if (before) return before;
  const whole = new RegExp(pattern, 'u');
  const easier = pattern.replaceAll(/\(\?=[^)]*\)/g, '');
  const made = easier.includes('\\p{') ? NAMES : fc.stringMatching(new RegExp(easier));
  const sifted = made.map((text) => text.slice(0, LONGEST)).filter((text) => whole.test(text));
  byPattern.set(pattern, sifted);
  return sifted;
};

const MOMENTS = ['1970-01-01T00:00:00Z', '2099-12-31T23:59:59.999Z', '2026-11-20T09:30:00+14:00'];

const textOf = ({
  format,
  pattern,
  minLength = 0,
  maxLength = LONGEST,
}: JsonSchema): fc.Arbitrary<string> => {
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') {
    const dates = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    return fc.oneof(
      dates.map((date) => date.toISOString()),
      fc.constantFrom(...MOMENTS),
    );
  }
  if (pattern) return matching(pattern);
  return GRAPHEMES.map((text) => text.slice(0, maxLength)).filter((text) => text.length >= minLength);
};

const objectOf = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, allowedBy(property, known, name)] as const,
  );
  // A union beside the properties says which of them go together.
  const choices = schema.oneOf?.map(({ required = [] }) => required) ?? [[]];
  const open = new Set(choices.flat());
  return fc.constantFrom(...choices).chain((chosen) => {
    const kept = fields.filter(([name]) => !open.has(name) || chosen.includes(name));
    const required = [...(schema.required ?? []), ...chosen];
    return fc.record(Object.fromEntries(kept), { requiredKeys: required, noNullPrototype: true });
  });
};

const bareValueOf = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  if (schema.$ref) return allowedBy(known.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, known);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'object' || schema.properties) return objectOf(schema, known);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => bareValueOf({ ...schema, type }, known)));
  }
  if (choices) return fc.oneof(...choices.map((choice) => allowedBy(choice, known)));
  if (schema.type === 'array') {
    const { minItems: minLength = 0, maxItems: maxLength = 4, items = {} } = schema;
    const list = schema.uniqueItems ? fc.uniqueArray : fc.array;
    return list(allowedBy(items, known), { minLength, maxLength });
  }
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -(2 ** 31),
        max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 31 - 1),
      });
    case 'number':
      return fc.double({
        noNaN: true,
        noDefaultInfinity: true,
        min: schema.minimum ?? 1e-6,
        max: schema.maximum ?? 1e9,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

/** Values that the schema allows; under a property's name often one that an example has there. */
export const allowedBy = (schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> => {
  const bare = bareValueOf(schema, known);
  const examples = known.examples.get(name) ?? [];
  return examples.length === 0
    ? bare
    : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: bare });
};

const collect = (value: unknown, into: Map<string, unknown[]>): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) into.set(name, [...(into.get(name) ?? []), inner]);
    collect(inner, into);
  }
};

/** What examples have under each name. */
export const examplesByName = (examples: readonly unknown[]): Map<string, unknown[]> => {
  const found = new Map<string, unknown[]>();
  for (const example of examples) collect(example, found);
  return found;
};
