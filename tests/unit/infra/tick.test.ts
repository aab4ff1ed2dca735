import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));

/** As CDK names it: the path, then eight digits. */
const queueId = (name: string) =>
  ofType('AWS::SQS::Queue').find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name)?.[0];

describe('the tick', () => {
  test('is scheduled once a minute, retried once within the minute', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
      },
    });
  });

  test('has a queue that gives up after three times, and keeps what failed for 14 days', () => {
    const [deadLettersId] = ofType('AWS::SQS::Queue').find(([id]) => id.includes('DeadLetters')) ?? [];
    template.hasResourceProperties('AWS::SQS::Queue', {
      // Six times the 60 s of the function, as AWS advises.
      VisibilityTimeout: 360,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        maxReceiveCount: 3,
        deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] },
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    });
  });

  test('takes messages one by one, at most three at once, and says which failed', () => {
    // The others read streams.
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2 + 3);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queueId('TickQueue'), 'Arn'] },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 3 },
    });
  });

  test('hands a storm over to a queue and a function of their own, two at once: five of ten stay free for people', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queueId('SettleQueue'), 'Arn'] },
      FunctionName: { Ref: ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('Settle'))?.[0] },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const [, queue] = ofType('AWS::SQS::Queue').find(([id]) => id.startsWith('SettleQueue')) ?? [];
    expect(queue?.Properties).toMatchObject({
      VisibilityTimeout: 360,
      RedrivePolicy: {
        maxReceiveCount: 3,
        deadLetterTargetArn: { 'Fn::GetAtt': [queueId('TickQueueDeadLetters'), 'Arn'] },
      },
    });
  });

  test('is deployed before those who announce to it what they arm', () => {
    const tickId = ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('TickFunction'))?.[0];
    for (const name of ['TradesFunction', 'AccountsFunction', 'SimpleFunction']) {
      const [, announcing] = ofType('AWS::Lambda::Function').find(([id]) => id.startsWith(name)) ?? [];
      expect(announcing?.DependsOn).toContain(tickId);
    }
  });

  test('its queues refuse whoever comes without TLS', () => {
    const policies = ofType('AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(3);
    for (const [, policy] of policies) {
      expect(policy.Properties.PolicyDocument).toMatchObject({
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      });
    }
  });
});

describe('functions', () => {
  const own = ofType('AWS::Lambda::Function').filter(
    ([, { Properties }]) => Properties.Handler === 'index.handler' && Properties.Runtime !== 'python3.13',
  );

  test('are eighteen, on Node 24 and arm64, with a log group each and no concurrency of their own', () => {
    expect(own).toHaveLength(18);
    const groups = own.map(([, { Properties }]) => {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      return JSON.stringify(Properties.LoggingConfig);
    });
    expect(new Set(groups).size).toBe(18);
  });

  test('answer a request within the 30 s of API Gateway, tell what has changed within 30 s, tick within a minute, and sample within five', () => {
    const timeouts = own.map(([id, { Properties }]) => [id.replace(/Function.*/, ''), Properties.Timeout]);
    expect(Object.fromEntries(timeouts)).toEqual({
      Accounts: 29,
      Auth: 29,
      Authorizer: 29,
      Board: 29,
      Candles: 29,
      Changes: 30,
      FanOut: 30,
      History: 300,
      Market: 29,
      Pack: 300,
      Portfolios: 300,
      Schedule: 29,
      Settle: 60,
      Simple: 29,
      Tick: 60,
      Trades: 29,
      WsConnection: 29,
      WsMessage: 29,
    });
  });

  test('logs are kept as long as the settings say', () => {
    const kept = synthesize(parseSettings({ ...writtenSettings(), logRetentionDays: 30 }));
    const groups = kept.ofType('AWS::Logs::LogGroup');
    // A group for each, one for each log of an API, and that of what copies the dashboard.
    expect(groups).toHaveLength(18 + 3);
    for (const [, { Properties }] of groups) expect(Properties.RetentionInDays).toBe(30);
  });
});
