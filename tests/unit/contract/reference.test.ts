import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../shared/contract/examples/operations.ts';
import { errorsOf } from '../../../shared/contract/openapi/errors.ts';
import { type ListedOperation, operations } from '../../../shared/contract/operations.ts';
import { curlOf } from '../../../web/docs/curl.ts';
import { groups } from '../../../web/docs/groups.ts';
import { rowsOf } from '../../../web/docs/schema-rows.ts';

const list: readonly ListedOperation[] = operations;

/** What a shell hands to curl. */
const argumentsOf = (command: string): string[] => {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\nAPI=http://api KEY=pw_key TOKEN=eyJ\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
};

describe('the reference of the API', () => {
  it('has every operation, once', () => {
    const shown = groups.flatMap((group) => group.operations.map(({ id }) => id));
    expect(shown.sort()).toEqual(list.map(({ id }) => id).sort());
    for (const { operations: some, title } of groups) expect([title, some.length]).not.toEqual([title, 0]);
  });

  it.each(list.map((operation) => [operation.id, operation] as const))(
    '%s: its command is what a shell makes the request of',
    (_, operation) => {
      const words = argumentsOf(curlOf(operation, exampleOf(operation.id)));
      const [silent, ...rest] = words;
      expect(silent).toBe('-s');
      const method = rest[0] === '-X' ? rest[1] : rest.includes('-d') ? 'POST' : 'GET';
      expect(method).toBe(operation.method);
      const url = new URL(words.find((word) => word.startsWith('http://')) ?? '');
      expect(Object.fromEntries(url.searchParams)).toEqual(exampleOf(operation.id).query ?? {});
      expect(url.pathname).not.toMatch(/[{}]|\/\/|\/$/);
      const credential = operation.credential === 'token' ? 'eyJ' : 'pw_key';
      expect(words.includes(`Authorization: Bearer ${credential}`)).toBe(operation.auth === 'bearer');
      const body = rest[rest.indexOf('-d') + 1];
      if (operation.body) expect(JSON.parse(String(body))).toEqual(exampleOf(operation.id).body);
    },
  );

  it('keeps a quote in a body out of the shell', () => {
    const [createTrade] = list;
    if (!createTrade) throw new Error('there are operations');
    const body = { name: "it's $HOME `date` \\n" };
    const words = argumentsOf(curlOf(createTrade, { body, response: {} }));
    expect(JSON.parse(String(words.at(-1)))).toEqual(body);
  });

  it('tells the simple API by its own codes', () => {
    const create = list.find(({ id }) => id === 'createSimpleTrade');
    const codes = create ? errorsOf(create).map(({ status, code }) => `${status} ${code}`) : [];
    expect(codes).toEqual(
      expect.arrayContaining(['400 missing_fields', '400 invalid_types', '400 invalid_values']),
    );
    expect(codes).not.toContain('400 validation_failed');
  });
});

describe('rows of a schema', () => {
  it('are its fields, with those of objects within, and a union told once by its tag', () => {
    const text = { type: 'string' };
    const rows = rowsOf({
      type: 'object',
      required: ['entry'],
      properties: {
        entry: {
          oneOf: [
            { type: 'object', required: ['type'], properties: { type: { const: 'market' } } },
            {
              type: 'object',
              required: ['type', 'limit'],
              properties: { type: { const: 'limit' }, limit: text },
            },
          ],
        },
        tags: { type: 'array', items: text, maxItems: 3 },
        at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
        note: { type: ['string', 'null'] },
        trade: { $ref: '#/components/schemas/Trade' },
        count: { type: 'integer', minimum: 1, maximum: 9, default: 5 },
      },
    });
    const shown = rows.map(({ name, required, type, rules }) => [name, required, type, rules]);
    expect(shown).toEqual([
      ['entry', true, ['object'], []],
      ['entry.type', true, ['"market" | "limit"'], []],
      ['entry.limit', true, ['text'], ['where type is "limit"']],
      ['tags', false, ['list of ', 'text'], ['at most 3']],
      ['at', false, ['time', ' | ', 'null'], []],
      ['note', false, ['text | null'], []],
      ['trade', false, [{ schema: 'Trade' }], []],
      ['count', false, ['whole number'], ['1 to 9', 'default 5']],
    ]);
  });
});
