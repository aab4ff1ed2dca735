import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export const SETTLE_TIMEOUT = Duration.seconds(60);

/** Groups of trades of which one tick has found too many; apart from the ticks, which a storm must not delay. */
export class SettleQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: { readonly deadLetters: Queue }) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * SETTLE_TIMEOUT.toSeconds()),
      // Long before, the tick has found again what is left of a message, and handed it over anew.
      retentionPeriod: Duration.hours(1),
      deadLetterQueue: { queue: props.deadLetters, maxReceiveCount: 3 },
    });
  }
}

export interface SettlementsProps {
  readonly settle: LambdaFunction;
  readonly queue: Queue;
  /** Invocations side by side. */
  readonly atOnce: number;
}

/** For each message of the queue one invocation, so many at once. */
export class Settlements extends Construct {
  constructor(scope: Construct, id: string, props: SettlementsProps) {
    super(scope, id);
    new EventSourceMapping(this, 'Groups', {
      target: props.settle,
      eventSourceArn: props.queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: props.atOnce,
    });
  }
}
