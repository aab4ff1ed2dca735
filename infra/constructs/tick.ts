import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { scheduledCall } from './scheduled-call.ts';

export const TICK_TIMEOUT = Duration.seconds(60);

/** The messages that ask for a tick, and where those end up that failed three times. */
export class TickQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS asks for six times the timeout of the function. A tick that died does not wait for it: the next one, ten
      // seconds later, goes on from the same cursor.
      visibilityTimeout: Duration.seconds(6 * TICK_TIMEOUT.toSeconds()),
      // A tick an hour late finds the cursor ahead of it and does nothing.
      retentionPeriod: Duration.hours(1),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
    });
  }
}

export interface TickProps {
  /** Invoked each minute; sends the ticks of that minute. */
  readonly schedule: LambdaFunction;
  readonly tick: LambdaFunction;
  readonly queue: Queue;
  /** Ticks side by side. */
  readonly atOnce: number;
}

/** Once a minute the schedule function, for each message of the queue a tick. */
export class Tick extends Construct {
  constructor(scope: Construct, id: string, props: TickProps) {
    super(scope, id);
    new Schedule(this, 'EachMinute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // A minute that is missed is made up by the next one's ticks.
      target: scheduledCall(this, props.schedule, {
        maximumRetryAttempts: 1,
        maximumEventAgeInSeconds: 60,
      }),
    });
    new EventSourceMapping(this, 'Ticks', {
      target: props.tick,
      eventSourceArn: props.queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      // Not reserved concurrency, which would make SQS count throttled deliveries as failed ones.
      maxConcurrency: props.atOnce,
    });
  }
}
