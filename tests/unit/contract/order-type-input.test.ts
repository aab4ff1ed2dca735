import { describe, expect, it } from 'vitest';
import { bulkBody } from '../../../shared/contract/schemas/bulk.ts';
import {
  amendTradeBody,
  createTradeBody,
  ifMatchHeaders,
} from '../../../shared/contract/schemas/trade-input.ts';
import { parseInput } from '../../../shared/contract/validation.ts';

type Schema = typeof createTradeBody | typeof amendTradeBody | typeof bulkBody | typeof ifMatchHeaders;
const errorsOf = (schema: Schema, body: unknown): string[] => {
  const parsed = parseInput(schema, body);
  return parsed.ok ? [] : parsed.errors.map(({ field, code }) => `${field}: ${code}`);
};
const base = { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'market' } };

describe('entries', () => {
  it.each([
    [
      { type: 'limit', limit: '64000', postOnly: true },
      { type: 'limit', limit: '64000', postOnly: true },
    ],
    [
      { type: 'limit', limit: '64000.0', postOnly: false },
      { type: 'limit', limit: '64000' },
    ],
    [
      { type: 'oco', limit: '60000', stop: '70000' },
      { type: 'oco', limit: '60000', stop: '70000' },
    ],
    [
      { type: 'oco', limit: '60000', stop: '70000', stopLimit: '70010' },
      { type: 'oco', limit: '60000', stop: '70000', stopLimit: '70010' },
    ],
    [
      { type: 'oco', limit: '60000', stop: '70000', stopLimit: null },
      { type: 'oco', limit: '60000', stop: '70000' },
    ],
  ])('%j', (entry, expected) => {
    expect(createTradeBody.parse({ ...base, entry }).entry).toEqual(expected);
  });

  it.each<[unknown, string[]]>([
    [{ type: 'stop', stop: '1', postOnly: true }, ['entry.postOnly: unknown_field']],
    [{ type: 'oco', limit: '1' }, ['entry.stop: required']],
    [{ type: 'limit', limit: '1', postOnly: 'yes' }, ['entry.postOnly: wrong_type']],
    [{ type: 'iceberg', limit: '1' }, ['entry.type: not_allowed']],
  ])('%j is refused', (entry, expected) => {
    expect(errorsOf(createTradeBody, { ...base, entry })).toEqual(expected);
  });
});

describe('exits', () => {
  it('come in as the domain has them', () => {
    const parsed = createTradeBody.parse({
      ...base,
      stopLoss: '60000',
      stopLimit: '59990.50',
      targets: [
        { price: '66000', percent: '50' },
        { price: '68000', quantity: '0.25', percent: null },
      ],
      trailing: { percent: '1.50', activation: '67000' },
      breakEven: true,
      covers: '0.5',
      timeOutSeconds: 3600,
      dailyClose: '21:05',
      participation: '0.10',
      visible: '0.01',
    });
    expect(parsed).toMatchObject({
      stopLimit: '59990.5',
      targets: [
        { price: '66000', percent: '50' },
        { price: '68000', quantity: '0.25' },
      ],
      trailing: { percent: '1.5', activation: '67000' },
      breakEven: true,
      covers: '0.5',
      timeOutSeconds: 3_600_000,
      // 21 x 60 + 5.
      dailyClose: 1265,
      participation: '0.1',
      visible: '0.01',
    });
  });

  it('null, as an answer writes what is absent, is absent', () => {
    const nulls = { targets: null, trailing: null, breakEven: false, covers: null, timeOutSeconds: null };
    const more = { dailyClose: null, participation: null, visible: null, stopLimit: null };
    expect(createTradeBody.parse({ ...base, ...nulls, ...more })).toEqual(createTradeBody.parse(base));
    const trailing = { amount: '5', percent: null, activation: null };
    expect(createTradeBody.parse({ ...base, trailing }).trailing).toEqual({ amount: '5' });
  });

  it.each<[object, string[]]>([
    [{ trailing: {} }, ['trailing.amount: amount_or_percent']],
    [{ trailing: { amount: '1', percent: '1' } }, ['trailing.amount: amount_or_percent']],
    [{ trailing: { amount: '0' } }, ['trailing.amount: not_positive']],
    [{ trailing: '1 %' }, ['trailing: wrong_type']],
    [{ targets: [] }, ['targets: too_small']],
    [{ targets: Array.from({ length: 5 }, () => ({ price: '1', quantity: '1' })) }, ['targets: too_big']],
    [{ targets: [{ price: '1' }] }, ['targets.0.quantity: quantity_or_percent']],
    [{ targets: [{ price: '1', quantity: '1', percent: '1' }] }, ['targets.0.quantity: quantity_or_percent']],
    [{ targets: [{ price: '1', quantity: 1 }] }, ['targets.0.quantity: wrong_type']],
    [{ breakEven: 'yes' }, ['breakEven: wrong_type']],
    [{ timeOutSeconds: 1.5 }, ['timeOutSeconds: wrong_type']],
    [{ timeOutSeconds: '60' }, ['timeOutSeconds: wrong_type']],
    [{ dailyClose: '24:00' }, ['dailyClose: wrong_format']],
    [{ dailyClose: '9:00' }, ['dailyClose: wrong_format']],
    [{ dailyClose: 540 }, ['dailyClose: wrong_type']],
    [{ participation: '-0.1' }, ['participation: wrong_format']],
  ])('%j is refused', (exits, expected) => {
    expect(errorsOf(createTradeBody, { ...base, ...exits })).toEqual(expected);
  });
});

describe('an amendment', () => {
  it('of each exit sets or removes, of the entry only sets', () => {
    const body = {
      trailing: null,
      targets: null,
      covers: null,
      goodTill: null,
      breakEven: false,
      dailyClose: null,
    };
    expect(amendTradeBody.parse(body)).toEqual(body);
    const entry = { type: 'limit', limit: '100' };
    expect(amendTradeBody.parse({ entry, quantity: '2' })).toEqual({ entry, quantity: '2' });
    expect(errorsOf(amendTradeBody, { entry: null })).toEqual(['entry: required']);
  });
});

describe('If-Match', () => {
  it.each<[string, readonly number[] | undefined]>([
    ['"3"', [3]],
    ['W/"3"', [3]],
    ['"3", "4"', [3, 4]],
    // Any version; and one that no trade can have.
    ['*', undefined],
    ['"x"', []],
  ])('%s', (header, versions) => {
    expect(ifMatchHeaders.parse({ 'if-match': header })['if-match']).toEqual(versions);
  });
  it.each(['3', '', '"3', '"3" "4"'])('%j is refused', (header) => {
    expect(errorsOf(ifMatchHeaders, { 'if-match': header })).toEqual(['if-match: invalid']);
  });
});

describe('many at a time', () => {
  const id = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';
  it.each([
    [{ ids: [id] }],
    [{ symbol: 'BTC/USDT' }],
    [{ accountId: 'swing', symbol: 'BTC/USDT' }],
    [{ all: true, cursor: 'abc', ids: null }],
  ])('%j', (body) => {
    expect(errorsOf(bulkBody, body)).toEqual([]);
  });
  it.each<[object, string[]]>([
    [{}, [': one_selection']],
    [{ ids: [id], all: true }, [': one_selection']],
    [{ symbol: 'BTC/USDT', all: true }, [': one_selection']],
    [{ all: false }, ['all: not_allowed']],
    [{ ids: [] }, ['ids: too_small']],
    [{ ids: Array.from({ length: 101 }, () => id) }, ['ids: too_big']],
    [{ ids: ['x'] }, ['ids.0: wrong_format']],
    [{ ids: [id], cursor: 'abc' }, ['cursor: not_allowed']],
  ])('%j is refused', (body, expected) => {
    expect(errorsOf(bulkBody, body)).toEqual(expected);
  });
});
