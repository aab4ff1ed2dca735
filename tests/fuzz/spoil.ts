import fc from 'fast-check';
import { GRAPHEMES } from './json-schema.ts';

/** Text that has broken somebody's parser, comparison, storage or arithmetic. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '+1',
  '1e9',
  '1e-400',
  '0x10',
  'NaN',
  'Infinity',
  '0.0000000000000000001',
  '9'.repeat(18),
  `${'9'.repeat(18)}.${'9'.repeat(18)}`,
  '9'.repeat(400),
  '\u0661\u0662',
  '\uff11',
  'null',
  'undefined',
  '[object Object]',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "'; DROP TABLE trades; --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  '\u0000',
  'a\u0000b',
  '\r\nx-injected: 1',
  '\u202egnp.exe',
  '\ufeff',
  '\ud800',
  '\u{1f98a}'.repeat(40),
  'e\u0301'.repeat(40),
  'main',
  'demo',
  'BTC/USDT',
  'btc/usdt',
  '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M',
  '80000000000000000000000000',
  '2026-02-30T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-11-20T09:30:00+99:99',
];

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -0.5,
  1e308,
  5e-324,
  2 ** 53,
  [],
  {},
  [[[[]]]],
  { length: 1e9 },
  { toString: 1, valueOf: 1 },
  ...HOSTILE_TEXTS,
];

const anything = fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 3 }));

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same object with one thing wrong, at any depth. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> => {
  if (!isFields(value)) return anything;
  const names = Object.keys(value);
  const extra = fc
    .tuple(fc.oneof(fc.constantFrom('constructor', 'userId', 'id', 'version', ''), fc.string()), anything)
    .map(([name, inner]) => ({ ...value, [name]: inner }));
  if (names.length === 0) return extra;
  const name = fc.constantFrom(...names);
  return fc.oneof(
    extra,
    name.map((gone) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== gone))),
    fc.tuple(name, anything).map(([key, inner]) => ({ ...value, [key]: inner })),
    name.chain((key) => spoilt(value[key]).map((inner) => ({ ...value, [key]: inner }))),
  );
};

/** Bodies as text that no JSON.stringify would write. */
const rawOf = (value: unknown): fc.Arbitrary<string | Uint8Array> => {
  const json = JSON.stringify(value);
  const inner = json.startsWith('{') && json.length > 2 ? json.slice(1, -1) : '"a":1';
  const firstPair = isFields(value) ? Object.entries(value)[0] : undefined;
  return fc.oneof(
    fc.constantFrom<string | Uint8Array>(
      `{"__proto__":{"userId":"other","scopes":["admin"]},${inner}}`,
      `{"constructor":{"prototype":{"x":1}},${inner}}`,
      `{${inner},${inner}}`,
      `{${inner},${JSON.stringify(firstPair?.[0] ?? 'a')}:null}`,
      json.replace(/:("[^"]*"|[\d.]+)/, ':1e400'),
      json.replace(/:("[^"]*"|[\d.]+)/, ':-1e400'),
      json.replace(/:"[^"]*"/, ':"\\ud800"'),
      json.replace(/:"[^"]*"/, `:"${'x'.repeat(60_000)}"`),
      json.replace(/:("[^"]*"|[\d.]+)/, `:${'['.repeat(5_000)}${']'.repeat(5_000)}`),
      `\ufeff${json}`,
      `${json}x`,
      json.slice(0, -1),
      json.replaceAll('"', "'"),
      `[${json}]`,
      ' ',
      'null',
      '"text"',
      '0',
      '{',
      '{}',
      '['.repeat(30_000),
      `{${inner},"x":"${'y'.repeat(70_000)}"}`,
      new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    ),
    fc.uint8Array({ maxLength: 64 }),
    fc.json(),
  );
};

/** Bodies with something wrong, as they are sent: made out of one that is right. */
export const spoiltBody = (right: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> =>
  right.chain((value) =>
    fc.oneof(
      { weight: 3, arbitrary: spoilt(value).map((wrong) => JSON.stringify(wrong)) },
      { weight: 1, arbitrary: rawOf(value) },
    ),
  );

export const hostileText: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), GRAPHEMES);
