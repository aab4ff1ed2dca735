import { test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));

test('the board is made once a minute, and a run that failed is not repeated: one request a minute', () => {
  const [boardId] = ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('BoardFunction')) ?? [];
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Target: {
      Arn: { 'Fn::GetAtt': [boardId, 'Arn'] },
      Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    },
  });
});
