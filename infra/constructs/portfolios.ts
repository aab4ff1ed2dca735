import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { scheduledCall } from './scheduled-call.ts';

/** A few thousand live accounts, one after another. */
export const PORTFOLIOS_TIMEOUT = Duration.minutes(5);

/** On the hour, what each live account is worth is written down. */
export class Portfolios extends Construct {
  constructor(scope: Construct, id: string, props: { readonly sample: LambdaFunction }) {
    super(scope, id);
    new Schedule(this, 'EachHour', {
      schedule: ScheduleExpression.expression('cron(0 * * * ? *)'),
      target: scheduledCall(this, props.sample, {
        // A sample says what is so at its hour: later than that it would say something else.
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 600,
      }),
    });
  }
}
