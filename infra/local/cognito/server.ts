import { ServiceServer } from '../aws/service-server.ts';
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';
import { type CognitoAnswers, CognitoRefusal } from './answer.ts';

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
  readonly #server = new ServiceServer('Cognito', (request) => this.#handle(request));
  readonly #served: Promise<Served>;
  #serve: (served: Served) => void = () => undefined;

  constructor() {
    this.#served = new Promise((resolve) => {
      this.#serve = resolve;
    });
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  get endpoint(): string {
    return this.#server.endpoint;
  }

  /** Requests that came before wait for this. */
  serve(served: Served): void {
    this.#serve(served);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #handle({ method, path, headers, body }: HttpRequest): Promise<HttpResponse> {
    const answer = (status: number, told: unknown): HttpResponse => ({
      status,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(told, inSeconds),
    });
    const { answers, jwks } = await this.#served;
    if (method === 'GET' && KEYS_PATH.test(path)) return answer(200, jwks);
    const [, operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
    try {
      return answer(200, await answers.answer(operation, JSON.parse(body.toString('utf8'))));
    } catch (error) {
      if (error instanceof CognitoRefusal) return answer(400, { __type: error.code, message: error.message });
      // Its message may quote the request.
      return answer(400, {
        __type: 'InternalErrorException',
        message: `the local Cognito failed at ${operation}`,
      });
    }
  }
}
