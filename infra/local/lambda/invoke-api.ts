import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';
import { ACCOUNT, REGION } from '../template/stack.ts';
import type { AsyncInvoker } from './async-invoker.ts';
import type { LambdaFunction } from './function.ts';

type Functions = ReadonlyMap<string, Pick<LambdaFunction, 'invoke' | 'arn'>>;

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** A name, an ARN, or the part of one from the account on; with or without the version, of which there is one. */
const NAME = /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::(\$LATEST))?$/;
const MOST_BYTES = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024 } as const;

class LambdaError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const headersOf = (requestId: string) => ({
  'content-type': 'application/json',
  'x-amzn-requestid': requestId,
});

/** Lambda's Invoke (REST, 2015-03-31): RequestResponse, Event and DryRun. */
export class InvokeApi {
  readonly #functions: Functions;
  readonly #events: AsyncInvoker;

  constructor(functions: Functions, events: AsyncInvoker) {
    this.#functions = functions;
    this.#events = events;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const requestId = randomUUID();
    try {
      return await this.#invoke(request, requestId);
    } catch (error) {
      if (!(error instanceof LambdaError)) throw error;
      const headers = { ...headersOf(requestId), 'x-amzn-errortype': error.type };
      const body = JSON.stringify({ Type: 'User', message: error.message, Message: error.message });
      return { status: error.status, headers, body };
    }
  }

  async #invoke({ method, path, headers, body }: HttpRequest, requestId: string): Promise<HttpResponse> {
    const [, encoded] = PATH.exec(path) ?? [];
    if (method !== 'POST' || !encoded) {
      throw new LambdaError(404, 'UnknownOperationException', 'the local Lambda knows Invoke alone');
    }
    const { name, target } = this.#find(decodeURIComponent(encoded));
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204, headers: headersOf(requestId), body: '' };
    if (type !== 'RequestResponse' && type !== 'Event') {
      throw new LambdaError(
        400,
        'InvalidParameterValueException',
        `InvocationType: ${String(type)} is not known`,
      );
    }
    if (headers['x-amz-log-type'] === 'Tail') {
      throw new LambdaError(400, 'InvalidParameterValueException', 'LogType: Tail is not served here');
    }
    const event = parse(body, MOST_BYTES[type]);
    if (type === 'Event') {
      this.#events.send(name, target, event, requestId);
      return { status: 202, headers: headersOf(requestId), body: '' };
    }
    const invocation = await target.invoke(event);
    const executed = { ...headersOf(requestId), 'x-amz-executed-version': '$LATEST' };
    if (invocation.ok) {
      return { status: 200, headers: executed, body: JSON.stringify(invocation.payload ?? null) };
    }
    const failed = { ...executed, 'x-amz-function-error': 'Unhandled' };
    return { status: 200, headers: failed, body: JSON.stringify(invocation.error) };
  }

  #find(given: string) {
    const [, name = ''] = NAME.exec(given) ?? [];
    const target = this.#functions.get(name);
    if (target) return { name, target };
    const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name || given}`;
    throw new LambdaError(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
  }
}

const parse = (body: Buffer, mostBytes: number): unknown => {
  if (body.length > mostBytes) {
    const message = `${body.length} byte payload is too large for the service limit of ${mostBytes} bytes`;
    throw new LambdaError(413, 'RequestTooLargeException', message);
  }
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new LambdaError(400, 'InvalidRequestContentException', message);
  }
};
