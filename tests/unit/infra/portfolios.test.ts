import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));

describe('the samples of portfolios', () => {
  test('are taken on the hour, and not made up for later', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 * * * ? *)',
      State: 'ENABLED',
      Target: {
        Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 },
      },
    });
  });

  test('are, beside the ticks, the board and the packing of candles, the one schedule', () => {
    const expressions = ofType('AWS::Scheduler::Schedule').map(
      ([, { Properties }]) => Properties.ScheduleExpression,
    );
    expect(expressions.sort()).toEqual([
      'cron(0 * * * ? *)',
      'cron(20 0 * * ? *)',
      'rate(1 minute)',
      'rate(1 minute)',
    ]);
  });

  test('find live accounts in an index of keys alone', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'live',
          KeySchema: [{ AttributeName: 'live', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });
});
