import { describe, expect, it } from 'vitest';
import { readUnitsOf, targetsOf } from '../../benchmark/capacity/requests.ts';

/** An item of exactly this many bytes: the name `v`, and text. */
const ofSize = (bytes: number) => ({ v: { S: 'x'.repeat(bytes - 1) } });

describe('what a read costs', () => {
  it('a query adds its items up and rounds once', () => {
    const output = { Items: [ofSize(3000), ofSize(3000)] };
    expect(readUnitsOf('Query', { ConsistentRead: true }, output)).toBe(2);
    expect(readUnitsOf('Query', {}, output)).toBe(1);
    expect(readUnitsOf('Query', {}, { Items: [] })).toBe(0.5);
  });

  it('a batch rounds each item, also one that is not there', () => {
    const keys = [{ pk: { S: 'a' } }, { pk: { S: 'b' } }, { pk: { S: 'c' } }];
    const input = (ConsistentRead: boolean) => ({ RequestItems: { trades: { Keys: keys, ConsistentRead } } });
    const output = { Responses: { trades: [ofSize(100), ofSize(5000)] } };
    expect(readUnitsOf('BatchGetItem', input(true), output)).toBe(1 + 2 + 1);
    expect(readUnitsOf('BatchGetItem', input(false), output)).toBe(0.5 + 1 + 0.5);
  });

  it('a get of nothing costs as the smallest item', () => {
    expect(readUnitsOf('GetItem', { ConsistentRead: true }, {})).toBe(1);
    expect(readUnitsOf('GetItem', {}, { Item: ofSize(4097) })).toBe(1);
  });

  it('refuses to count what an answer does not show', () => {
    expect(() => readUnitsOf('Query', { FilterExpression: 'a = :b' }, { Items: [] })).toThrow('leaves out');
    expect(() => readUnitsOf('ExecuteStatement', {}, {})).toThrow('no rule is written here');
  });
});

describe('what a request writes', () => {
  const key = { pk: { S: 'a' } };

  it('every action of a transaction, a check too: AWS charges it as a write', () => {
    const TransactItems = [
      { Put: { TableName: 'trades', Item: ofSize(10) } },
      { Update: { TableName: 'users', Key: key } },
      { ConditionCheck: { TableName: 'users', Key: key } },
    ];
    expect(targetsOf('TransactWriteItems', { TransactItems })).toEqual([
      { table: 'trades', holdsKey: ofSize(10), transactional: true },
      { table: 'users', holdsKey: key, transactional: true },
      { table: 'users', holdsKey: key, transactional: true },
    ]);
  });

  it('each item of a batch, of each table', () => {
    const RequestItems = { a: [{ PutRequest: { Item: key } }], b: [{ DeleteRequest: { Key: key } }] };
    expect(targetsOf('BatchWriteItem', { RequestItems })).toEqual([
      { table: 'a', holdsKey: key, transactional: false },
      { table: 'b', holdsKey: key, transactional: false },
    ]);
  });

  it('the one item of a deletion, which reads nothing', () => {
    const input = { TableName: 'market', Key: key };
    expect(targetsOf('DeleteItem', input)).toEqual([
      { table: 'market', holdsKey: key, transactional: false },
    ]);
    expect(readUnitsOf('DeleteItem', input, {})).toBe(0);
  });

  it('nothing for a read', () => {
    expect(targetsOf('Query', { TableName: 'trades' })).toEqual([]);
  });
});
