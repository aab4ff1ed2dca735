import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));
const all = ofType('AWS::DynamoDB::Table');
const isKept = ([id]: readonly [string, unknown]) => !id.startsWith('TablesConnections');
const tables = all.filter(isKept);

describe('tables', () => {
  test('are five, on demand, recoverable to any second, and stay when the stack goes', () => {
    expect(tables).toHaveLength(5);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: true,
        },
      });
    }
  });

  test('beside them is one of what is connected now, which goes with the stack, and forgets', () => {
    const [others, ...more] = all.filter((table) => !isKept(table));
    expect(more).toEqual([]);
    expect(others?.[1]).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    });
    expect(others?.[1].Properties).not.toHaveProperty('StreamSpecification');
  });

  test.each(['Users', 'Trades', 'Market'])('of %s tell what changes, before and after', (name) => {
    const table = tables.find(([id]) => id.startsWith(`Tables${name}`))?.[1];
    expect(table?.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });

  test('go with the stack where the settings say so', () => {
    const removed = synthesize(parseSettings({ ...writtenSettings(), removeData: true }));
    for (const [, table] of removed.ofType('AWS::DynamoDB::Table').filter(isKept)) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Delete',
        Properties: { DeletionProtectionEnabled: false },
      });
    }
  });

  test.each([
    ['Users', ['pk', 'S'], ['sk', 'S']],
    ['Trades', ['userId', 'S'], ['tradeId', 'S']],
    ['Logs', ['tradeId', 'S'], ['seq', 'N']],
    ['Ledger', ['book', 'S'], ['entryId', 'S']],
    ['Market', ['pk', 'S'], ['sk', 'S']],
  ])('%s is keyed by %j and %j', (name, hash, range) => {
    const table = tables.find(([id]) => id.startsWith(`Tables${name}`))?.[1];
    expect(table?.Properties.KeySchema).toEqual([
      { AttributeName: hash[0], KeyType: 'HASH' },
      { AttributeName: range[0], KeyType: 'RANGE' },
    ]);
    for (const [AttributeName, AttributeType] of [hash, range])
      expect(table?.Properties.AttributeDefinitions).toContainEqual({ AttributeName, AttributeType });
  });

  test('of the market ages', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  test('of trades finds what fires by price, by time, and what is open', () => {
    const index = (name: string, hash: string, range: string, projection: object) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      Projection: projection,
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        index('fires-below', 'fb', 'fbPrice', { ProjectionType: 'KEYS_ONLY' }),
        index('fires-above', 'fa', 'faPrice', { ProjectionType: 'KEYS_ONLY' }),
        index('due', 'due', 'dueAt', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['market'] }),
        index('open', 'openUser', 'tradeId', { ProjectionType: 'ALL' }),
      ],
      AttributeDefinitions: Match.arrayWith([
        { AttributeName: 'fbPrice', AttributeType: 'N' },
        { AttributeName: 'faPrice', AttributeType: 'N' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ]),
    });
  });
});
