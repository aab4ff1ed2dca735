import type { Clock } from '../clock/clock.ts';
import type { StreamRecords } from '../dynamodb/stream-records.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Queue } from '../queue/queue.ts';
import { REGION, type Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { Checkpoints } from './checkpoints.ts';
import { failureMessage } from './failed-batch.ts';
import { readStreamMappings, type StreamMapping } from './mapping.ts';
import { eventRecord } from './record.ts';
import { StreamSource } from './source.ts';
import { TableStream } from './table-stream.ts';

export interface StreamOptions {
  readonly dynamodbEndpoint: string;
  readonly functions: ReadonlyMap<string, Pick<LambdaFunction, 'invoke' | 'arn' | 'busy'>>;
  readonly queues: readonly Queue[];
  readonly clock: Clock;
  /** Where how far each mapping has read is kept; nowhere where absent. */
  readonly checkpointFile: string | undefined;
  /** To forget what all have read; absent with another DynamoDB than the embedded one. */
  readonly records: StreamRecords | undefined;
}

/** How often streams are looked at while a function is at work, and while none is: it alone writes, as a rule. ms. */
const BUSY_MS = 100;
const IDLE_MS = 1_000;
const TRIM_MS = 60_000;
/** Kept in the stream behind the slowest reader, for people who look. */
const KEPT_BEHIND = 1_000;

interface Connected {
  readonly mapping: StreamMapping;
  readonly stream: TableStream;
  readonly source: StreamSource;
}

/** The table streams of the stack, connected to the functions that read them. */
export class Streams {
  readonly #connected: readonly Connected[];
  readonly #options: StreamOptions;
  readonly #checkpoints: Checkpoints;
  #timer: NodeJS.Timeout | undefined;
  #trimmedAt = Date.now();

  private constructor(connected: readonly Connected[], options: StreamOptions, checkpoints: Checkpoints) {
    this.#connected = connected;
    this.#options = options;
    this.#checkpoints = checkpoints;
    if (connected.length > 0) this.#watch();
  }

  /** Before anything is written: what comes from now on is delivered. @throws TemplateError, or Error of the stream */
  static async connect(stack: Stack, options: StreamOptions): Promise<Streams> {
    const checkpoints = new Checkpoints(options.checkpointFile);
    const mappings = readStreamMappings(stack);
    const connected = mappings.map((mapping) => connectOne(mapping, options, checkpoints));
    return new Streams(await Promise.all(connected), options, checkpoints);
  }

  /** Something was written by a function with this environment: the streams of the tables that it names are read. */
  written(environment: Readonly<Record<string, string>>): void {
    const named = new Set(Object.values(environment));
    for (const { mapping, source } of this.#connected) if (named.has(mapping.table)) source.written();
  }

  readonly stop = (): void => {
    clearTimeout(this.#timer);
    for (const { source, stream } of this.#connected) {
      source.stop();
      stream.close();
    }
    if (this.#connected.length > 0) this.#checkpoints.save();
  };

  #watch(): void {
    const busy = [...this.#options.functions.values()].some((lambda) => lambda.busy);
    this.#timer = setTimeout(
      () => {
        for (const { source } of this.#connected) source.written();
        this.#trim();
        this.#watch();
      },
      busy ? BUSY_MS : IDLE_MS,
    ).unref();
  }

  #trim(): void {
    const { records } = this.#options;
    if (!records || Date.now() - this.#trimmedAt < TRIM_MS) return;
    this.#trimmedAt = Date.now();
    const byTable = Map.groupBy(this.#connected, ({ mapping }) => mapping.table);
    for (const [table, readers] of byTable) {
      const reached = readers.map(({ source }) => {
        const position = source.position();
        // What nobody has read yet stays.
        return position && 'sequence' in position ? Number(position.sequence) : 0;
      });
      records.trim(table, Math.min(...reached) - KEPT_BEHIND);
    }
  }
}

const connectOne = async (
  mapping: StreamMapping,
  options: StreamOptions,
  checkpoints: Checkpoints,
): Promise<Connected> => {
  const { logicalId, table, streamArn, functionName, deadLetterArn } = mapping;
  const { clock } = options;
  const target = options.functions.get(functionName);
  if (!target) throw new TemplateError(`${logicalId}: the stack has no function ${functionName}`);
  const deadLetters = options.queues.find(({ spec }) => spec.arn === deadLetterArn);
  if (deadLetterArn && !deadLetters)
    throw new TemplateError(`${logicalId}: the stack has no queue ${deadLetterArn}`);
  const stream = new TableStream(options.dynamodbEndpoint, table);
  const identity = await stream.identity();
  await stream.open(checkpoints.of(logicalId, identity) ?? { kind: mapping.startingPosition });
  const source: StreamSource = new StreamSource(mapping.spec, {
    stream,
    clock,
    invoke: (records) =>
      target.invoke({ Records: records.map((record) => eventRecord(record, streamArn, REGION)) }),
    giveUp: (batch) => {
      const from = { functionArn: target.arn, streamArn, now: clock.now() };
      deadLetters?.send(failureMessage(batch, from));
    },
    onProgress: () => {
      const position = source.position();
      if (position) checkpoints.set(logicalId, identity, position);
    },
  });
  return { mapping, stream, source };
};
