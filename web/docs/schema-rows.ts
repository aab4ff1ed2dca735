/** A JSON Schema as zod writes it: the keywords that it uses, and no others. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Pieces of a type: text, or the name of a schema that has a place of its own. */
export type TypePart = string | { readonly schema: string };

const isNull = ({ type }: JsonSchema): boolean => type === 'null';
const words = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(' | ');

const between = (parts: readonly TypePart[][], separator: string): TypePart[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));

const WORDS: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number' };

/** What a value is, in one line. */
export const typeOf = (schema: JsonSchema): TypePart[] => {
  if (schema.$ref) return [{ schema: schema.$ref.split('/').at(-1) ?? '' }];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.enum) return [words(schema.enum)];
  const choices = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf);
  if (choices) return between(choices.map(typeOf), ' | ');
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items ?? {})];
  if (isNull(schema)) return ['null'];
  if (schema.format === 'date-time') return ['time'];
  if (schema.format === 'email') return ['e-mail'];
  return [
    [schema.type ?? 'any']
      .flat()
      .map((type) => WORDS[type] ?? type)
      .join(' | '),
  ];
};

const rangeOf = ({ minimum, maximum }: JsonSchema): string | undefined => {
  // zod bounds every integer by what a float can hold, which says nothing.
  const low = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const high = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  if (low !== undefined) return `at least ${low}`;
  return high === undefined ? undefined : `at most ${high}`;
};

/** The rules that a value must keep, each a few words. */
export const rulesOf = (schema: JsonSchema): string[] => {
  const inner = schema.anyOf?.find((choice) => !isNull(choice));
  const { description, pattern, minLength, maxLength, minItems, maxItems, format } = { ...inner, ...schema };
  const rules = [
    description,
    rangeOf({ ...inner, ...schema }),
    (minLength ?? 0) > 0 && `at least ${minLength} ${minLength === 1 ? 'character' : 'characters'}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    (minItems ?? 0) > 0 && `at least ${minItems}`,
    maxItems !== undefined && `at most ${maxItems}`,
    pattern !== undefined && !format && description === undefined && pattern,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
  ];
  return rules.filter((rule): rule is string => typeof rule === 'string');
};

export interface Row {
  /** With the names of what it lies in: `entry.limit`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: readonly TypePart[];
  readonly rules: readonly string[];
}

/** The field with one value that each branch of a union has: what the branches are told apart by. */
const tagOf = ({ properties = {} }: JsonSchema): [name: string, value: string] => {
  const [name = '', property] =
    Object.entries(properties).find(([, { const: value }]) => value !== undefined) ?? [];
  return [name, property ? JSON.stringify(property.const) : ''];
};

/** The fields of a union of objects: the tag once, then what each branch has besides. */
const branchRows = (branches: readonly JsonSchema[], prefix: string): Row[] => {
  const objects = branches.filter(({ properties }) => properties);
  const tags = objects.map(tagOf);
  const [tag = ''] = tags[0] ?? [];
  const tagRow: Row[] = tag
    ? [
        {
          name: `${prefix}${tag}`,
          required: true,
          type: [tags.map(([, value]) => value).join(' | ')],
          rules: [],
        },
      ]
    : [];
  const others = objects.flatMap((branch, index) =>
    rowsOf(branch, prefix)
      .filter(({ name }) => name !== `${prefix}${tag}`)
      .map((row) => (tag ? { ...row, rules: [`where ${tag} is ${tags[index]?.[1]}`, ...row.rules] } : row)),
  );
  return [...tagRow, ...others];
};

const inside = (name: string, schema: JsonSchema): Row[] => {
  if (schema.properties) return rowsOf(schema, `${name}.`);
  if (schema.items?.properties || schema.items?.oneOf) return inside(`${name}[]`, schema.items);
  return branchRows(schema.oneOf ?? schema.anyOf ?? [], `${name}.`);
};

/** The fields of an object, those of objects within it after each. A named schema within it is a link instead. */
export const rowsOf = (schema: JsonSchema, prefix = ''): Row[] => {
  if (!schema.properties && schema.oneOf) return branchRows(schema.oneOf, prefix);
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const nested = inside(name, property);
    const objects = property.properties ?? property.oneOf;
    const row: Row = {
      name,
      required: schema.required?.includes(key) ?? false,
      type:
        nested.length > 0 && objects
          ? ['object']
          : nested.length > 0 && property.items
            ? ['list']
            : typeOf(property),
      rules: rulesOf(property),
    };
    return [row, ...nested];
  });
};
