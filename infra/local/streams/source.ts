import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Invocation } from '../lambda/protocol.ts';
import type { FailedBatch } from './failed-batch.ts';
import type { Filter } from './filter.ts';
import { Lane, type LaneSpec } from './lane.ts';
import { changesSomething, type SeenRecord, type StreamRecord, sequenceOf } from './record.ts';
import type { Position } from './table-stream.ts';

export interface StreamSourceSpec extends LaneSpec {
  readonly lanes: number;
  /** A record goes on where any of them matches, and where there is none. */
  readonly filters: readonly Filter[];
}

export interface StreamSourceOptions {
  readonly stream: { next(): Promise<readonly StreamRecord[]> };
  readonly clock: Clock;
  readonly invoke: (records: readonly SeenRecord[]) => Promise<Invocation>;
  readonly giveUp: (batch: FailedBatch) => void;
  /** Called when records have been dealt with: `position` has moved. */
  readonly onProgress?: () => void;
}

/** With this many records undelivered nothing more is read: they wait in the table's stream. */
const MOST_PENDING = 2_000;

/** Reads a table's stream for a Lambda: filters, and delivers in as many lanes as the mapping says, by the item's key. */
export class StreamSource {
  readonly #spec: StreamSourceSpec;
  readonly #options: StreamSourceOptions;
  readonly #lanes: readonly Lane[];
  #reading = false;
  #again = false;
  #stopped = false;
  #lastRead: string | undefined;

  /** The same each time, so that one moment asks once. */
  readonly #poke = (): void => this.poke();

  constructor(spec: StreamSourceSpec, options: StreamSourceOptions) {
    this.#spec = spec;
    this.#options = options;
    const { invoke, giveUp } = options;
    const onProgress = () => {
      options.onProgress?.();
      if (this.#again) this.poke();
    };
    this.#lanes = Array.from(
      { length: spec.lanes },
      () => new Lane(spec, options.clock, { invoke, giveUp, onProgress }),
    );
  }

  /** Something was written: reads it, of all that this moment writes together. */
  written(): void {
    this.#options.clock.whenSettled(this.#poke);
  }

  /** Something may have been written: reads what there is. In flight, for the clock, until it is delivered. */
  poke(): void {
    if (this.#stopped) return;
    this.#again = true;
    if (this.#reading || this.#isFull()) return;
    this.#reading = true;
    void this.#options.clock.track(this.#read());
  }

  /** Where an other run goes on; undefined where nothing was read. */
  position(): Position | undefined {
    const firsts = this.#lanes.map((lane) => lane.first).filter((record) => record !== undefined);
    const [oldest] = firsts.sort((a, b) => (sequenceOf(a) < sequenceOf(b) ? -1 : 1));
    if (oldest) return { kind: 'at', sequence: oldest.record.dynamodb.SequenceNumber };
    return this.#lastRead === undefined ? undefined : { kind: 'after', sequence: this.#lastRead };
  }

  stop(): void {
    this.#stopped = true;
  }

  #isFull(): boolean {
    return this.#lanes.reduce((sum, lane) => sum + lane.size, 0) >= MOST_PENDING;
  }

  async #read(): Promise<void> {
    try {
      while (this.#again && !this.#isFull()) {
        this.#again = false;
        const records = await this.#options.stream.next();
        // There may be more than one answer holds.
        if (records.length > 0) this.#again = true;
        this.#accept(records);
      }
    } catch (error) {
      // Read again with the next poke: nothing is lost, the stream's iterator has not moved.
      if (!this.#stopped) console.error('table stream:', (error as Error).message);
    } finally {
      this.#reading = false;
    }
  }

  #accept(records: readonly StreamRecord[]): void {
    if (records.length === 0 || this.#stopped) return;
    const seenAt = this.#options.clock.now();
    for (const record of records) {
      if (changesSomething(record) && this.#wants(record)) this.#laneOf(record)?.push({ record, seenAt });
    }
    this.#lastRead = records.at(-1)?.dynamodb.SequenceNumber;
    for (const lane of this.#lanes) lane.run();
    this.#options.onProgress?.();
  }

  #wants(record: StreamRecord): boolean {
    const { filters } = this.#spec;
    return filters.length === 0 || filters.some((matches) => matches(record));
  }

  /** The changes of one item always take the same lane. */
  #laneOf({ dynamodb }: StreamRecord): Lane | undefined {
    if (this.#lanes.length === 1) return this.#lanes[0];
    const keys = JSON.stringify(Object.entries(dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1)));
    const hash = createHash('md5').update(keys).digest().readUInt32BE(0);
    return this.#lanes[hash % this.#lanes.length];
  }
}
