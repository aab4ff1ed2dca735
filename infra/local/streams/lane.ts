import type { Clock } from '../clock/clock.ts';
import type { Invocation } from '../lambda/protocol.ts';
import type { FailedBatch, GivenUp } from './failed-batch.ts';
import { firstFailure } from './outcome.ts';
import type { SeenRecord } from './record.ts';

export interface LaneSpec {
  readonly batchSize: number;
  /** How long a batch that is not full waits for more, ms. */
  readonly windowMs: number;
  /** How often a failed batch is tried again; infinity: until it succeeds or is too old. */
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly bisect: boolean;
  readonly reportBatchItemFailures: boolean;
}

/** The next records of the lane that go together. Halves of a failed batch keep what it had been through. */
interface Batch {
  readonly count: number;
  readonly attempts: number;
  readonly invocations: number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** Delivers records in order, one batch at a time: what fails is tried again before anything that came after it. */
export class Lane {
  readonly #spec: LaneSpec;
  readonly #clock: Clock;
  readonly #invoke: (records: readonly SeenRecord[]) => Promise<Invocation>;
  readonly #giveUp: (batch: FailedBatch) => void;
  readonly #onProgress: () => void;
  #pending: SeenRecord[] = [];
  #planned: Batch[] = [];
  #at: 'rest' | 'work' | 'wait' = 'rest';
  #cancelWait: () => void = () => undefined;

  constructor(
    spec: LaneSpec,
    clock: Clock,
    to: {
      readonly invoke: (records: readonly SeenRecord[]) => Promise<Invocation>;
      readonly giveUp: (batch: FailedBatch) => void;
      /** Called whenever records have left the lane. */
      readonly onProgress: () => void;
    },
  ) {
    this.#spec = spec;
    this.#clock = clock;
    this.#invoke = to.invoke;
    this.#giveUp = to.giveUp;
    this.#onProgress = to.onProgress;
  }

  get size(): number {
    return this.#pending.length;
  }

  /** The record that is delivered next, or being delivered. */
  get first(): SeenRecord | undefined {
    return this.#pending[0];
  }

  push(record: SeenRecord): void {
    this.#pending.push(record);
  }

  /** To be called after records were pushed. */
  run(): void {
    if (this.#at === 'work') return;
    const [first] = this.#pending;
    if (!first) return;
    if (this.#planned.length > 0) return;
    const { batchSize, windowMs } = this.#spec;
    const due = first.seenAt + windowMs;
    if (this.#pending.length < batchSize && due > this.#clock.now()) {
      if (this.#at === 'rest') this.#waitUntil(due);
      return;
    }
    this.#cancelWait();
    this.#planned = [{ count: Math.min(batchSize, this.#pending.length), attempts: 0, invocations: 0 }];
    this.#work();
  }

  #waitUntil(time: number): void {
    this.#at = 'wait';
    this.#cancelWait = this.#clock.at(time, () => {
      this.#at = 'rest';
      if (this.#planned.length > 0) this.#work();
      else this.run();
    });
  }

  #work(): void {
    this.#at = 'work';
    void this.#clock.track(this.#deliver());
  }

  async #deliver(): Promise<void> {
    const [batch] = this.#planned;
    if (!batch) return;
    const records = this.#pending.slice(0, batch.count);
    const invocation = await this.#invoke(records);
    const failedAt = firstFailure(invocation, records, this.#spec.reportBatchItemFailures);
    const tried = { ...batch, invocations: batch.invocations + 1 };
    this.#at = 'rest';
    if (failedAt === undefined) this.#leave(batch.count);
    else if (failedAt > 0) {
      // Those before it are done; the batch goes on from there, as new.
      this.#leave(failedAt, { ...tried, count: batch.count - failedAt, attempts: 0 });
    } else this.#failed(tried);
    if (this.#at === 'rest' && this.#planned.length > 0) this.#work();
    else this.run();
  }

  /** Takes the first records off the lane, and puts what is left of their batch in its place. */
  #leave(count: number, rest?: Batch): void {
    this.#pending = this.#pending.slice(count);
    this.#planned = [...(rest ? [rest] : []), ...this.#planned.slice(1)];
    this.#onProgress();
  }

  #failed(batch: Batch): void {
    const { bisect, retries, maxAgeMs } = this.#spec;
    const oldest = this.#clock.now() - maxAgeMs;
    const tooOld = this.#pending.slice(0, batch.count).filter(({ seenAt }) => seenAt < oldest).length;
    if (tooOld > 0) this.#dropFirst(tooOld, batch, 'RecordAgeExceeded');
    else if (bisect && batch.count > 1) {
      // A split is no retry: it does not count as an attempt.
      const half = Math.ceil(batch.count / 2);
      this.#planned.splice(0, 1, { ...batch, count: half }, { ...batch, count: batch.count - half });
      this.#waitUntil(this.#clock.now() + FIRST_WAIT_MS);
    } else if (batch.attempts >= retries) this.#dropFirst(batch.count, batch, 'RetryAttemptsExhausted');
    else {
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** batch.attempts);
      this.#planned[0] = { ...batch, attempts: batch.attempts + 1 };
      this.#waitUntil(this.#clock.now() + wait);
    }
  }

  #dropFirst(count: number, batch: Batch, condition: GivenUp): void {
    this.#giveUp({ records: this.#pending.slice(0, count), condition, invocations: batch.invocations });
    const left = batch.count - count;
    this.#leave(count, left > 0 ? { ...batch, count: left } : undefined);
  }
}
