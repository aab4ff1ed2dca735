import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Invocation } from '../lambda/protocol.ts';
import type { Message, Queue } from './queue.ts';

export interface EventSourceSpec {
  readonly batchSize: number;
  /** Invocations at once. */
  readonly maximumConcurrency: number;
  readonly reportBatchItemFailures: boolean;
  readonly region: string;
}

const partialAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/** Polls a queue for a Lambda: as many invocations at once as it may have, each with one batch. */
export class EventSource {
  readonly #queue: Queue;
  readonly #spec: EventSourceSpec;
  readonly #clock: Clock;
  readonly #invoke: (event: SQSEvent) => Promise<Invocation>;
  #running = 0;

  constructor(
    queue: Queue,
    spec: EventSourceSpec,
    clock: Clock,
    invoke: (event: SQSEvent) => Promise<Invocation>,
  ) {
    this.#queue = queue;
    this.#spec = spec;
    this.#clock = clock;
    this.#invoke = invoke;
    queue.onVisible(() => this.#poll());
    this.#poll();
  }

  #poll(): void {
    while (this.#running < this.#spec.maximumConcurrency) {
      const batch = this.#queue.receive(this.#spec.batchSize);
      if (batch.length === 0) return;
      this.#running += 1;
      this.#clock.track(this.#deliver(batch));
    }
  }

  async #deliver(batch: readonly Message[]): Promise<void> {
    const receivedAt = this.#clock.now();
    const event: SQSEvent = { Records: batch.map((message) => this.#record(message)) };
    const failed = failedIds(await this.#invoke(event), batch, this.#spec.reportBatchItemFailures);
    for (const message of batch) {
      if (failed.has(message.id)) this.#queue.fail(message, receivedAt);
      else this.#queue.delete(message);
    }
    this.#running -= 1;
    this.#poll();
  }

  #record(message: Message): SQSRecord {
    const attributes = Object.entries(message.attributes).map(([name, attribute]) => [
      name,
      {
        dataType: attribute.DataType,
        stringListValues: [],
        binaryListValues: [],
        ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
        ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
      },
    ]);
    return {
      messageId: message.id,
      receiptHandle: `${message.id}#${message.receiveCount}`,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        SenderId: 'AIDALOCAL',
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      messageAttributes: Object.fromEntries(attributes),
      md5OfBody: message.md5,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#queue.spec.arn,
      awsRegion: this.#spec.region,
    };
  }
}

/** As Lambda reads it: an error, or an answer that names no message of the batch, fails the whole batch. */
const failedIds = (
  invocation: Invocation,
  batch: readonly Message[],
  partial: boolean,
): ReadonlySet<string> => {
  const all = new Set(batch.map((message) => message.id));
  if (!invocation.ok) return all;
  if (!partial) return new Set();
  const answer = partialAnswer.safeParse(invocation.payload);
  if (!answer.success) return all;
  const named = (answer.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
};
