import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));
const tables = ofType('AWS::DynamoDB::Table');

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

  test('go with the stack where the settings say so', () => {
    const removed = synthesize(parseSettings({ ...writtenSettings(), removeData: true }));
    for (const [, table] of removed.ofType('AWS::DynamoDB::Table')) {
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
