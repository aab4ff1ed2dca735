import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { scheduledCall } from './scheduled-call.ts';

/** A day of a batch takes seconds; what is left the next night makes up. */
export const PACK_TIMEOUT = Duration.minutes(5);

/** Every night (UTC) the candles of the day that has ended are packed. */
export class Packing extends Construct {
  constructor(scope: Construct, id: string, props: { readonly pack: LambdaFunction }) {
    super(scope, id);
    new Schedule(this, 'EachNight', {
      // Twenty minutes after midnight the ticks have mended the last minutes of the day.
      schedule: ScheduleExpression.expression('cron(20 0 * * ? *)'),
      target: scheduledCall(this, props.pack, {
        maximumRetryAttempts: 3,
        maximumEventAgeInSeconds: 3_600,
      }),
    });
  }
}
