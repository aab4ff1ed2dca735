import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Queue } from './queue.ts';
import { answerSqs } from './sqs-api.ts';

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Serves queues to the SDK on a loopback port of its own. The path of a queue's URL ends with its name. */
export class SqsServer {
  readonly #queues = new Map<string, Queue>();
  readonly #server: Server;
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
    this.#server = createServer(async (request, response) => {
      const target = request.headers['x-amz-target'];
      const answer = answerSqs(
        (url) => this.queueAt(url),
        typeof target === 'string' ? target : undefined,
        await textOf(request),
      );
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer.body));
    });
    // Idle connections of the functions stay open: a new one for each tick would cost more than the message.
    this.#server.keepAliveTimeout = 0;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
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

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
