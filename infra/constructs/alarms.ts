import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE } from './service-function.ts';

export interface AlarmsProps {
  readonly tick: LambdaFunction;
  readonly tickQueue: Queue;
  readonly deadLetters: Queue;
  readonly changes: LambdaFunction;
  readonly api: HttpApi;
  /** Is mailed when an alarm goes off; AWS first asks the address for its consent. */
  readonly email?: string | undefined;
}

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/** What somebody should look at. AWS gives ten alarms and ten metrics of one's own away: this uses nine and four. */
export class Alarms extends Construct {
  private readonly topic: Topic | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = props.email ? this.mail(props.email) : undefined;

    this.alarm('TickMissed', {
      alarmDescription: 'No tick has run for three minutes: no trade fires.',
      metric: props.tick.metricInvocations({
        period: MINUTE,
        statistic: 'Sum',
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
    // A tick that fails answers which message failed, so the function itself counts no error: its message grows old.
    this.alarm('TickLate', {
      alarmDescription: 'A tick has been waiting for five minutes: ticks fail, or are slower than they come.',
      metric: props.tickQueue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      threshold: 300,
      evaluationPeriods: 1,
    });
    this.alarm('DeadLetters', {
      alarmDescription:
        'A tick or a group that it handed over failed three times, or a change could not be told. The log of the tick, settle or changes function says why.',
      metric: props.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: FIVE_MINUTES,
        statistic: 'Maximum',
      }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    this.alarm('ChangesLate', {
      alarmDescription:
        'What changes reaches the dashboards a minute late: the log of the changes function says why.',
      metric: props.changes.metric('IteratorAge', { period: MINUTE, statistic: 'Maximum' }),
      threshold: 60_000,
      evaluationPeriods: 3,
    });
    this.alarm('FeedDown', {
      alarmDescription:
        'A feed has given no answer for five minutes; trades of its venue wait, and are made up for.',
      metric: ownMetric('FeedDown'),
      threshold: 1,
      evaluationPeriods: 5,
    });
    this.alarm('QuoteStale', {
      alarmDescription:
        'The price of a symbol has been older than its bound for five minutes: no feed quotes it, and market orders wait.',
      metric: ownMetric('QuoteStale'),
      threshold: 1,
      evaluationPeriods: 5,
    });
    this.alarm('PricesDisagree', {
      alarmDescription:
        'Two sources have told different prices of a symbol for three minutes; /v1/status names them. Trades go by their venue.',
      metric: ownMetric('PricesDisagree', 'board'),
      threshold: 1,
      evaluationPeriods: 3,
    });
    this.alarm('TradeParked', {
      alarmDescription:
        'A trade cannot be evaluated and was put aside; the log of the tick function names it.',
      metric: ownMetric('TradeParked'),
      threshold: 1,
      evaluationPeriods: 1,
    });
    this.alarm('ApiFails', {
      alarmDescription: 'The API answered five requests within five minutes with a server error.',
      metric: props.api.metricServerError({
        period: FIVE_MINUTES,
        statistic: 'Sum',
      }),
      threshold: 5,
      evaluationPeriods: 1,
    });
  }

  private alarm(name: string, props: Omit<AlarmProps, 'comparisonOperator'> & Partial<AlarmProps>): void {
    const alarm = new Alarm(this, name, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
    });
    if (!this.topic) return;
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  private mail(address: string): Topic {
    const topic = new Topic(this, 'Mail', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}

/** Written by the function to its log; the service is the one dimension that Powertools adds. */
const ownMetric = (metricName: string, service: 'tick' | 'board' = 'tick') =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic: 'Maximum',
    period: MINUTE,
  });
