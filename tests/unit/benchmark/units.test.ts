import { describe, expect, it } from 'vitest';
import type { Item } from '../../benchmark/capacity/item-size.ts';
import { indexEntry, indexWriteUnits, readUnits, writeUnits } from '../../benchmark/capacity/units.ts';

/** An item of exactly this many bytes: the name `v`, and text. */
const ofSize = (bytes: number): Item => ({ v: { S: 'x'.repeat(bytes - 1) } });

describe('read units', () => {
  it.each([
    [1, true, 1],
    [4096, true, 1],
    [4097, true, 2],
    [4096, false, 0.5],
    [4097, false, 1],
    [0, true, 1],
    [0, false, 0.5],
  ])('%i bytes, consistent %s: %d', (bytes, consistent, units) => {
    expect(readUnits(bytes, consistent)).toBe(units);
  });
});

describe('write units', () => {
  it.each([
    ['a new item of 1 kB', undefined, 1024, false, 1],
    ['one byte more', undefined, 1025, false, 2],
    ['an item that shrinks is charged as it was', 2048, 100, false, 2],
    ['an item that grows is charged as it is', 100, 3000, false, 3],
    ['a transaction doubles the rounded units', undefined, 1025, true, 4],
    ['a deletion of what is not there', undefined, undefined, false, 1],
  ])('%s', (_, before, after, transactional, units) => {
    const item = (bytes: number | undefined) => (bytes === undefined ? undefined : ofSize(bytes));
    expect(writeUnits(item(before), item(after), transactional)).toBe(units);
  });
});

describe('the write units of an index', () => {
  const index = { name: 'by-price', keys: ['fb', 'price'], projects: ['market'] };
  const entry = (changes: Item): Item => ({
    userId: { S: 'u' },
    fb: { S: 'x' },
    price: { N: '100' },
    market: { S: 'm' },
    ...changes,
  });

  it('an entry holds the keys of both and what is projected', () => {
    expect(indexEntry(entry({ other: { S: 'long' } }), ['userId'], index)).toEqual(entry({}));
    expect(indexEntry(entry({ other: { S: 'long' } }), ['userId'], { ...index, projects: 'all' })).toEqual(
      entry({ other: { S: 'long' } }),
    );
  });

  it('an item without a key of it has none', () => {
    const { price: _, ...withoutPrice } = entry({});
    expect(indexEntry(withoutPrice, ['userId'], index)).toBeUndefined();
    expect(indexEntry(undefined, ['userId'], index)).toBeUndefined();
  });

  it.each([
    ['an entry that stays', entry({}), entry({}), 0],
    ['none before, none after', undefined, undefined, 0],
    ['an entry that comes', undefined, entry({}), 1],
    ['an entry that goes', entry({}), undefined, 1],
    ['a projected attribute that changes', entry({}), entry({ market: { S: 'n' } }), 1],
    ['a key that moves: out and in', entry({}), entry({ price: { N: '97' } }), 2],
    ['a big entry that comes', undefined, entry({ market: { S: 'x'.repeat(1100) } }), 2],
  ])('%s', (_, before, after, units) => {
    expect(indexWriteUnits(before, after, index)).toBe(units);
  });
});
