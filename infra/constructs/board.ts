import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { scheduledCall } from './scheduled-call.ts';

/** Once a minute the board is made anew, by one request to one source. */
export class Board extends Construct {
  constructor(scope: Construct, id: string, props: { readonly refresh: LambdaFunction }) {
    super(scope, id);
    new Schedule(this, 'EachMinute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: scheduledCall(this, props.refresh, {
        // A run that is missed is not made up for: the next one brings a newer board.
        maximumRetryAttempts: 0,
        maximumEventAgeInSeconds: 60,
      }),
    });
  }
}
