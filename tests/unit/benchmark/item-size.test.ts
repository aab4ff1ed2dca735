import { describe, expect, it } from 'vitest';
import { itemSize } from '../../benchmark/capacity/item-size.ts';

/** Sizes by hand, from AWS's page "DynamoDB item sizes and formats". */
describe('the size of an item', () => {
  it.each([
    ['a text: name and value in UTF-8', { pk: { S: 'user#1' } }, 2 + 6],
    ['a text beyond ASCII: the euro sign has three bytes', { a: { S: '€' } }, 1 + 3],
    ['an empty text', { a: { S: '' } }, 1],
    ['a number: a byte, and one for two digits', { n: { N: '12345' } }, 1 + 1 + 3],
    ['a number with a fraction: the point is no digit', { n: { N: '97.5' } }, 1 + 1 + 2],
    ['zeros at either end are not significant', { n: { N: '0.0050' } }, 1 + 1 + 1],
    ['a moment in ms: 13 digits', { t: { N: '1746403200001' } }, 1 + 1 + 7],
    ['a negative number: a byte more', { n: { N: '-12' } }, 1 + 1 + 1 + 1],
    ['zero: one byte', { n: { N: '0' } }, 1 + 1],
    ['a boolean and a null: a byte each', { b: { BOOL: false }, n: { NULL: true as const } }, 1 + 1 + 1 + 1],
    ['an empty map: three bytes', { m: { M: {} } }, 1 + 3],
    ['a map: a byte more for each member', { m: { M: { a: { S: 'xy' }, b: { N: '7' } } } }, 1 + 3 + 4 + 4],
    ['a list: a byte more for each member', { l: { L: [{ S: 'abc' }, { S: 'd' }] } }, 1 + 3 + 4 + 2],
    ['a map in a list', { l: { L: [{ M: { a: { S: 'x' } } }] } }, 1 + 3 + 1 + (3 + 1 + 2)],
  ])('%s', (_, item, bytes) => {
    expect(itemSize(item)).toBe(bytes);
  });

  it('refuses what it has no rule for', () => {
    expect(() => itemSize({ s: { SS: ['a'] } })).toThrow('no size is known for SS');
  });
});
