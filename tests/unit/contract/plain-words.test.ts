import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { exampleOf } from '../../../shared/contract/examples/operations.ts';
import { clientMessageSchema } from '../../../shared/contract/messages/client.ts';
import { clientExamples } from '../../../shared/contract/messages/examples.ts';
import { type ListedOperation, operations } from '../../../shared/contract/operations.ts';
import { parseInput } from '../../../shared/contract/validation.ts';

/** Whatever may stand where something else should: of each type one that is hardly ever right. */
const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  '?',
  'x'.repeat(2_000),
  [],
  [[]],
  {},
  { a: 1 },
];
/** How the parser speaks where nobody gave it words. */
const PARSER = /invalid|expected|received|discriminator|pattern|\/\^|too (small|big)|unrecognized|>=|<=/i;
/** An indicator is a field of its own within a list that is one text. */
const SENTENCE = /^("[^"]*": )?(must|is) /;

type Json = Readonly<Record<string, unknown>> | readonly unknown[];
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** This value with one thing in it replaced, or left out: each thing by each of what is wrong. */
const spoiled = (value: unknown): unknown[] => {
  if (!isJson(value)) return [...WRONG];
  const inside = Object.keys(value).flatMap((key) => {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    return spoiled(inner).map((wrong) =>
      Array.isArray(value) ? value.with(Number(key), wrong) : { ...value, [key]: wrong },
    );
  });
  const without = Object.keys(value).map((key) =>
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)),
  );
  return [...WRONG, ...inside, ...without, { ...value, strange: 1 }];
};

const textsOf = (schema: z.ZodType, example: unknown): string[] =>
  spoiled(example).flatMap((value) => {
    const parsed = parseInput(schema, value);
    return parsed.ok ? [] : parsed.errors.map(({ message }) => message);
  });

const inputsOf = ({ id, query, headers, body }: ListedOperation) => {
  const example = exampleOf(id);
  return [
    [query, { ...example.query }],
    [headers, { ...example.headers }],
    [body, example.body],
  ] as const;
};

describe('the words of broken rules', () => {
  it.each(operations.map((operation) => [operation.id, operation as ListedOperation] as const))(
    'are our own, and complete the name of a field: %s',
    (_, operation) => {
      const texts = inputsOf(operation).flatMap(([schema, example]) =>
        schema ? textsOf(schema, example) : [],
      );
      expect(texts.filter((text) => PARSER.test(text) || !SENTENCE.test(text))).toEqual([]);
    },
  );

  it.each(clientExamples.map((message) => [message.type, message] as const))(
    'are the same on the socket: %s',
    (_, message) => {
      const texts = textsOf(clientMessageSchema, message);
      expect(texts.length).toBeGreaterThan(WRONG.length);
      expect(texts.filter((text) => PARSER.test(text) || !SENTENCE.test(text))).toEqual([]);
    },
  );
});
