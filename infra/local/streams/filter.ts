import { TemplateError } from '../template/template.ts';

/** Whether a record is wanted. */
export type Filter = (record: unknown) => boolean;

type Leaf = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * An event filter pattern of Lambda: fields of nested objects, each with a list of what its value may be. All fields
 * must match. A number of DynamoDB is text in its record (`{"N": "5"}`), so `numeric` never matches it, as in AWS.
 * @throws TemplateError where the pattern is none, or uses an operator that is not known here
 */
export const compileFilter = (pattern: string): Filter => {
  let json: unknown;
  try {
    json = JSON.parse(pattern);
  } catch {
    throw new TemplateError(`the filter pattern is no JSON: ${pattern}`);
  }
  return compileNode(json, 'pattern');
};

const compileNode = (node: unknown, path: string): Filter => {
  if (!isObject(node) || Object.keys(node).length === 0) {
    throw new TemplateError(`filter ${path}: must be an object of fields`);
  }
  const fields = Object.entries(node).map(([name, wanted]): [string, Filter] => {
    if (name.startsWith('$')) throw new TemplateError(`filter ${path}: ${name} is not known here`);
    const below = `${path}.${name}`;
    return [name, Array.isArray(wanted) ? compileLeaf(wanted, below) : compileNode(wanted, below)];
  });
  return (value) =>
    fields.every(([name, matches]) =>
      matches(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    );
};

const compileLeaf = (alternatives: readonly unknown[], path: string): Leaf => {
  if (alternatives.length === 0) throw new TemplateError(`filter ${path}: the list is empty`);
  const leaves = alternatives.map((alternative) => compileAlternative(alternative, path));
  return (value) => leaves.some((matches) => matches(value));
};

const compileAlternative = (alternative: unknown, path: string): Leaf => {
  if (isScalar(alternative)) return (value) => value === alternative;
  const [entry, ...others] = isObject(alternative) ? Object.entries(alternative) : [];
  if (!entry || others.length > 0) throw new TemplateError(`filter ${path}: one operator at a time`);
  const [operator, argument] = entry;
  switch (operator) {
    case 'prefix':
      return prefix(argument, path);
    case 'exists':
      if (typeof argument !== 'boolean')
        throw new TemplateError(`filter ${path}: exists wants true or false`);
      // Of leaves only, as in AWS: an object is neither there nor absent.
      return (value) => (argument ? value !== undefined && !isObject(value) : value === undefined);
    case 'anything-but':
      return anythingBut(argument, path);
    case 'numeric':
      return numeric(argument, path);
    default:
      throw new TemplateError(`filter ${path}: the local runtime does not know the operator "${operator}"`);
  }
};

const prefix = (argument: unknown, path: string): Leaf => {
  if (typeof argument !== 'string') throw new TemplateError(`filter ${path}: prefix wants text`);
  return (value) => typeof value === 'string' && value.startsWith(argument);
};

const anythingBut = (argument: unknown, path: string): Leaf => {
  if (isObject(argument)) {
    const { prefix: start, ...others } = argument;
    if (Object.keys(others).length > 0)
      throw new TemplateError(`filter ${path}: anything-but knows values and a prefix here`);
    const excluded = prefix(start, path);
    return (value) => value !== undefined && !excluded(value);
  }
  const excluded: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (!excluded.every(isScalar)) throw new TemplateError(`filter ${path}: anything-but wants values`);
  return (value) => value !== undefined && !excluded.some((other) => other === value);
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const numeric = (argument: unknown, path: string): Leaf => {
  const words: unknown[] = Array.isArray(argument) ? argument : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const compare = COMPARISONS[String(words[at])];
    const bound = words[at + 1];
    if (!compare || typeof bound !== 'number')
      throw new TemplateError(`filter ${path}: numeric wants ["<", number, ...]`);
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0 || tests.length > 2)
    throw new TemplateError(`filter ${path}: numeric wants one comparison, or two`);
  return (value) => typeof value === 'number' && tests.every((holds) => holds(value));
};
