import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventInvokeConfig,
  EventSourceMapping,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TableName } from '../capacity.ts';

/** A few posts to each of some hundred connections. */
export const CHANGES_TIMEOUT = Duration.seconds(30);

const WRITTEN = ['INSERT', 'MODIFY'];
const text = (...values: readonly unknown[]) => ({ S: values });

/**
 * What of each stream is anybody's news; all else invokes nothing. Filters see one image at a time, so that a user whose
 * sessions have once been ended invokes with each write, and is found unchanged.
 */
const FILTERS = {
  market: [
    { eventName: WRITTEN, dynamodb: { Keys: { pk: text('state', 'board', { prefix: 'candles#' }) } } },
  ],
  // Beside trades there is what a clientTradeId has made.
  trades: [
    { eventName: WRITTEN, dynamodb: { Keys: { tradeId: text({ 'anything-but': { prefix: 'client#' } }) } } },
  ],
  users: [
    { eventName: WRITTEN, dynamodb: { Keys: { sk: text({ prefix: 'account#' }) } } },
    { eventName: ['REMOVE'], dynamodb: { Keys: { sk: text({ prefix: 'key#' }, 'profile') } } },
    {
      eventName: ['MODIFY'],
      dynamodb: { Keys: { sk: text('profile') }, NewImage: { sessionsFrom: { N: [{ exists: true }] } } },
    },
    {
      eventName: ['MODIFY'],
      dynamodb: { Keys: { sk: text('profile') }, NewImage: { erasing: { BOOL: [true] } } },
    },
  ],
} as const satisfies Partial<Record<TableName, readonly object[]>>;

/**
 * How long a record is worth telling. A price is old after a minute, and the next one says so; a trade, an account or the end of
 * a key is told late rather than never.
 */
const WORTH = {
  market: { maxRecordAge: Duration.minutes(1), retryAttempts: 2 },
  trades: { maxRecordAge: Duration.hours(1), retryAttempts: 10 },
  users: { maxRecordAge: Duration.hours(1), retryAttempts: 10 },
} as const;

export interface ChangesProps {
  readonly changes: LambdaFunction;
  readonly fanOut: LambdaFunction;
  readonly tables: Readonly<Record<keyof typeof FILTERS, Table>>;
  readonly deadLetters: Queue;
}

/** What changes in the tables reaches whoever is connected. */
export class Changes extends Construct {
  constructor(scope: Construct, id: string, { changes, fanOut, tables, deadLetters }: ChangesProps) {
    super(scope, id);
    for (const name of Object.keys(FILTERS) as (keyof typeof FILTERS)[])
      new EventSourceMapping(this, `Of${name[0]?.toUpperCase()}${name.slice(1)}`, {
        target: changes,
        eventSourceArn: tables[name].tableStreamArn ?? '',
        // Who connects gets a snapshot: what was before concerns nobody.
        startingPosition: StartingPosition.LATEST,
        batchSize: 100,
        filters: FILTERS[name].map((filter) => ({ pattern: JSON.stringify(filter) })),
        // Endless by default, and a record that fails would hold up all behind it.
        ...WORTH[name],
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
      });
    // What a part of the connections has missed for a minute, the next tick tells anew.
    new EventInvokeConfig(this, 'FanOut', {
      function: fanOut,
      retryAttempts: 1,
      maxEventAge: Duration.minutes(1),
    });
  }
}
