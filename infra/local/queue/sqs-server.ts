import { ServiceServer } from '../aws/service-server.ts';
import type { Queue } from './queue.ts';
import { answerSqs } from './sqs-api.ts';

/** Serves queues to the SDK on a loopback port of its own. The path of a queue's URL ends with its name. */
export class SqsServer {
  readonly #queues = new Map<string, Queue>();
  readonly #server: ServiceServer;
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
    this.#server = new ServiceServer('SQS', async ({ headers, body }) => {
      const target = headers['x-amz-target'];
      const answer = answerSqs(
        (url) => this.queueAt(url),
        typeof target === 'string' ? target : undefined,
        body.toString('utf8'),
      );
      return {
        status: answer.status,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(answer.body),
      };
    });
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  get endpoint(): string {
    return this.#server.endpoint;
  }

  urlOf(queueName: string): string {
    return `${this.endpoint}/${this.#account}/${queueName}`;
  }

  add(queue: Queue): void {
    this.#queues.set(`/${this.#account}/${queue.spec.name}`, queue);
  }

  queueAt(url: string): Queue | undefined {
    return this.#queues.get(new URL(url).pathname);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
