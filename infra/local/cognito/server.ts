import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CognitoAnswers, CognitoRefusal } from './answer.ts';

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Cognito's JSON has times in seconds. */
const inSeconds = function (this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? Math.floor(original.getTime() / 1000) : value;
};

const KEYS_PATH = /^\/[^/]+\/\.well-known\/jwks\.json$/;

export interface Served {
  readonly answers: CognitoAnswers;
  readonly jwks: unknown;
}

/**
 * Serves user pools to the SDK on a loopback port of its own, and the keys of their tokens. It has no CORS: no page of a
 * browser can ask it anything.
 */
export class CognitoServer {
  readonly #server: Server;
  readonly #served: Promise<Served>;
  #serve: (served: Served) => void = () => undefined;

  constructor() {
    this.#served = new Promise((resolve) => {
      this.#serve = resolve;
    });
    this.#server = createServer((request, response) => this.#handle(request, response));
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

  /** Requests that came before wait for this. */
  serve(served: Served): void {
    this.#serve(served);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const write = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body, inSeconds));
    };
    const { answers, jwks } = await this.#served;
    if (request.method === 'GET' && KEYS_PATH.test(request.url ?? '')) return write(200, jwks);
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    try {
      write(200, await answers.answer(operation, JSON.parse(await textOf(request))));
    } catch (error) {
      if (error instanceof CognitoRefusal) return write(400, { __type: error.code, message: error.message });
      // Its message may quote the request.
      write(400, { __type: 'InternalErrorException', message: `the local Cognito failed at ${operation}` });
    }
  }
}
