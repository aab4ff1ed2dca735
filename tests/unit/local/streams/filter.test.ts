import { expect, test } from 'vitest';
import { compileFilter } from '../../../../infra/local/streams/filter.ts';

const record = {
  eventName: 'MODIFY',
  dynamodb: {
    Keys: { pk: { S: 'candles#0' }, sk: { S: '1' } },
    NewImage: { status: { S: 'open' }, size: { N: '5' }, live: { BOOL: true } },
    SizeBytes: 120,
  },
};

test.each<[object, boolean]>([
  [{ eventName: ['MODIFY'] }, true],
  [{ eventName: ['INSERT', 'MODIFY'] }, true],
  [{ eventName: ['INSERT', 'REMOVE'] }, false],
  [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'candles#' }] } } } }, true],
  [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'state' }] } } } }, false],
  [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'state' }, { prefix: 'can' }] } } } }, true],
  [{ dynamodb: { NewImage: { live: { BOOL: [true] } } } }, true],
  [{ dynamodb: { NewImage: { live: { BOOL: ['true'] } } } }, false],
  [{ dynamodb: { NewImage: { status: { S: [{ exists: true }] } } } }, true],
  [{ dynamodb: { NewImage: { other: { S: [{ exists: true }] } } } }, false],
  [{ dynamodb: { NewImage: { other: { S: [{ exists: false }] } } } }, true],
  // Of leaves only: `status` itself is an object.
  [{ dynamodb: { NewImage: { status: [{ exists: true }] } } }, false],
  [{ dynamodb: { OldImage: { status: { S: [{ exists: false }] } } } }, true],
  [{ dynamodb: { NewImage: { status: { S: [{ 'anything-but': 'closed' }] } } } }, true],
  [{ dynamodb: { NewImage: { status: { S: [{ 'anything-but': ['closed', 'open'] }] } } } }, false],
  [{ dynamodb: { NewImage: { status: { S: [{ 'anything-but': { prefix: 'op' } }] } } } }, false],
  // What is not there is not "anything but".
  [{ dynamodb: { NewImage: { other: { S: [{ 'anything-but': 'x' }] } } } }, false],
  [{ dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }, true],
  [{ dynamodb: { SizeBytes: [{ numeric: ['>', 120] }] } }, false],
  // Numbers of DynamoDB are text.
  [{ dynamodb: { NewImage: { size: { N: [{ numeric: ['=', 5] }] } } } }, false],
  [{ dynamodb: { NewImage: { size: { N: ['5'] } } } }, true],
  [{ eventName: ['MODIFY'], dynamodb: { Keys: { sk: { S: ['2'] } } } }, false],
])('%j: %s', (pattern, matches) => {
  expect(compileFilter(JSON.stringify(pattern))(record)).toBe(matches);
});

test.each([
  ['{', /no JSON/],
  ['{}', /must be an object of fields/],
  ['[]', /must be an object of fields/],
  ['{"a": []}', /pattern\.a: the list is empty/],
  ['{"a": "x"}', /pattern\.a: must be an object of fields/],
  ['{"a": [{"wildcard": "*x"}]}', /does not know the operator "wildcard"/],
  ['{"a": [{"suffix": "x"}]}', /does not know the operator "suffix"/],
  ['{"a": [{"prefix": "x", "exists": true}]}', /one operator at a time/],
  ['{"a": [{"anything-but": {"suffix": "x"}}]}', /anything-but/],
  ['{"a": [{"numeric": ["~", 1]}]}', /numeric/],
  ['{"$or": [{"a": ["x"]}]}', /\$or is not known/],
])('%s is an error', (pattern, message) => {
  expect(() => compileFilter(pattern)).toThrow(message);
});
