import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';

export interface QueueSpec {
  readonly name: string;
  readonly arn: string;
  readonly delaySeconds: number;
  readonly visibilitySeconds: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Times of the runtime's clock, ms. */
  readonly sentAt: number;
  readonly firstReceivedAt: number | undefined;
  readonly receiveCount: number;
}

/** Decides how a message is delivered, by the delays (ms) of its copies: `[delay]` once, `[delay, delay]` twice. */
export type Interceptor = (message: Message, delayMs: number) => readonly number[];

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** A standard queue, in memory, on the runtime's clock: delay, visibility and redrive as SQS has them. */
export class Queue {
  readonly spec: QueueSpec;
  readonly #clock: Clock;
  #deadLetters: Queue | undefined;
  #visible: Message[] = [];
  #hidden = 0;
  #listener: () => void = () => undefined;
  #interceptor: Interceptor | undefined;

  constructor(spec: QueueSpec, clock: Clock) {
    this.spec = spec;
    this.#clock = clock;
  }

  redriveTo(deadLetters: Queue): void {
    this.#deadLetters = deadLetters;
  }

  /** Called whenever there is something to receive. */
  onVisible(listener: () => void): void {
    this.#listener = listener;
  }

  /** For tests: duplicates, delays and reorders what is sent from now on. */
  intercept(interceptor: Interceptor | undefined): void {
    this.#interceptor = interceptor;
  }

  /** Messages that can be received now, and those delayed or in flight. */
  counts(): { readonly visible: number; readonly hidden: number } {
    return { visible: this.#visible.length, hidden: this.#hidden };
  }

  peek(): readonly Message[] {
    return this.#visible;
  }

  send(body: string, delaySeconds = this.spec.delaySeconds, attributes: Message['attributes'] = {}): Message {
    const sentAt = this.#clock.now();
    const message: Message = {
      id: randomUUID(),
      body,
      md5: md5(body),
      attributes,
      sentAt,
      firstReceivedAt: undefined,
      receiveCount: 0,
    };
    const delayMs = delaySeconds * 1000;
    for (const copyDelay of this.#interceptor?.(message, delayMs) ?? [delayMs]) {
      this.#appearAt(sentAt + copyDelay, message);
    }
    return message;
  }

  /** Takes up to `limit` messages, hidden until they are deleted or failed. */
  receive(limit: number): Message[] {
    const now = this.#clock.now();
    const taken = this.#visible.splice(0, limit).map((message) => ({
      ...message,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receiveCount: message.receiveCount + 1,
    }));
    this.#hidden += taken.length;
    return taken;
  }

  delete(_message: Message): void {
    this.#hidden -= 1;
  }

  /** A message that was not deleted: it can be received again once its visibility timeout is over. */
  fail(message: Message, receivedAt: number): void {
    this.#hidden -= 1;
    this.#appearAt(receivedAt + this.spec.visibilitySeconds * 1000, message);
  }

  #appearAt(time: number, message: Message): void {
    if (time <= this.#clock.now()) {
      this.#appear(message);
      return;
    }
    this.#hidden += 1;
    this.#clock.at(time, () => {
      this.#hidden -= 1;
      this.#appear(message);
    });
  }

  #appear(message: Message): void {
    const { redrive } = this.spec;
    if (redrive && this.#deadLetters && message.receiveCount >= redrive.maxReceiveCount) {
      this.#deadLetters.#appear({ ...message, receiveCount: 0 });
      return;
    }
    this.#visible.push(message);
    this.#listener();
  }
}
