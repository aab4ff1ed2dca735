import type { Clock } from '../clock/clock.ts';
import { type AsyncConfig, DEFAULT_ASYNC } from './async-config.ts';
import type { LambdaFunction } from './function.ts';
import type { FunctionError } from './protocol.ts';

type Target = Pick<LambdaFunction, 'invoke' | 'arn'>;

/** Lambda waits a minute before the first retry, and two before the second. */
const WAIT_MS = 60_000;

/** Events whose senders do not wait (`InvocationType: Event`): tried up to three times, on the runtime's clock. */
export class AsyncInvoker {
  readonly #clock: Clock;
  readonly #configs: ReadonlyMap<string, AsyncConfig>;

  constructor(clock: Clock, configs: ReadonlyMap<string, AsyncConfig>) {
    this.#clock = clock;
    this.#configs = configs;
  }

  send(name: string, target: Target, event: unknown, requestId: string): void {
    const config = this.#configs.get(name) ?? DEFAULT_ASYNC;
    const sentAt = this.#clock.now();
    const attempt = async (number: number): Promise<void> => {
      const invocation = await target.invoke(event);
      if (invocation.ok) return;
      const again = this.#clock.now() + number * WAIT_MS;
      const tooOld = again - sentAt > config.maxAgeMs;
      if (number <= config.retries && !tooOld) {
        this.#clock.at(again, () => void this.#clock.track(attempt(number + 1)));
        return;
      }
      const condition =
        number <= config.retries ? ('EventAgeExceeded' as const) : ('RetriesExhausted' as const);
      const message = { event, requestId, invocations: number, error: invocation.error, condition };
      config.deadLetters?.send(this.#failure(target.arn, message));
    };
    void this.#clock.track(attempt(1));
  }

  /** As Lambda tells a destination. */
  #failure(
    functionArn: string,
    {
      event,
      requestId,
      invocations,
      error,
      condition,
    }: {
      readonly event: unknown;
      readonly requestId: string;
      readonly invocations: number;
      readonly error: FunctionError;
      readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
    },
  ): string {
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(this.#clock.now()).toISOString(),
      requestContext: {
        requestId,
        functionArn: `${functionArn}:$LATEST`,
        condition,
        approximateInvokeCount: invocations,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    });
  }
}
