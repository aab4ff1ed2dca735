import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { Operation } from '../shared/contract/operation.ts';
import type { Parsed, Written } from '../shared/contract/operation-types.ts';
import type { AnyOperation } from '../shared/contract/operations.ts';
import type { WriteLimiter } from '../shared/ports/write-limiter.ts';
import { answerErrors } from './middleware/answer-errors.ts';
import { answerHeaders } from './middleware/answer-headers.ts';
import { checkScope } from './middleware/check-scope.ts';
import { type ErrorStyle, problemJson } from './middleware/error-styles.ts';
import type { HttpEvent, HttpResult, Input } from './middleware/http-event.ts';
import { HttpProblem } from './middleware/http-problem.ts';
import { limitWrites } from './middleware/limit-writes.ts';
import { readBody } from './middleware/read-body.ts';
import { validate } from './middleware/validate.ts';

/** A request whose every part has been parsed. */
export interface Call<Op extends AnyOperation> {
  /** Whose request it is; empty where the operation is public. */
  readonly userId: string;
  /** Of the API key that asks; empty where it is a person who signed in. */
  readonly keyId: string;
  /** What the caller may do. */
  readonly scopes: readonly string[];
  /** When API Gateway received it, ms. */
  readonly now: number;
  readonly params: Parsed<Op, 'params'>;
  readonly query: Parsed<Op, 'query'>;
  readonly headers: Parsed<Op, 'headers'>;
  readonly body: Parsed<Op, 'body'>;
  /** For what is no part of an operation: cookies, addresses, the credential itself. */
  readonly event: HttpEvent;
}

export interface Answer<Op extends AnyOperation> {
  readonly body: Written<Op, 'response'>;
  /** Where it is not the status of the operation. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  /** In place of the body as JSON, where a `content-type` among the headers says what it is. */
  readonly text?: string;
}

export interface Route {
  readonly operation: Operation;
  readonly run: (event: HttpEvent) => Promise<HttpResult>;
}

const callOf = <Op extends AnyOperation>(event: HttpEvent): Call<Op> => {
  const input: Input = event.input ?? {};
  return {
    userId: input.caller?.userId ?? '',
    keyId: input.caller?.keyId ?? '',
    scopes: input.caller?.scopes ?? [],
    now: event.requestContext.timeEpoch,
    // The middlewares have parsed these with the schemas of this very operation.
    params: input.params as Parsed<Op, 'params'>,
    query: input.query as Parsed<Op, 'query'>,
    headers: input.headers as Parsed<Op, 'headers'>,
    body: input.body as Parsed<Op, 'body'>,
    event,
  };
};

type OperationIn<List extends readonly AnyOperation[], Id> = Extract<List[number], { readonly id: Id }>;

/**
 * Ties operations of this list to what answers them. Of the contract a handler imports the lists that it serves: with all of
 * them its bundle would hold every schema there is.
 */
export const routesOf =
  <List extends readonly AnyOperation[]>(list: List) =>
  <Id extends List[number]['id']>(
    id: Id,
    answer: (call: Call<OperationIn<List, Id>>) => Promise<Answer<OperationIn<List, Id>>>,
  ): Route => {
    const operation = list.find((one) => one.id === id);
    if (!operation) throw new Error(`${id} is not in its list`);
    return {
      operation,
      run: async (event) => {
        const { body, status, headers, cookies, text } = await answer(callOf(event));
        return {
          statusCode: status ?? operation.status,
          headers: { 'content-type': 'application/json', ...headers },
          ...(cookies ? { cookies: [...cookies] } : {}),
          body: text ?? JSON.stringify(body),
        };
      },
    };
  };

const lambdaOf = ({ operation, run }: Route, limiter: WriteLimiter | undefined) => ({
  method: operation.method,
  path: operation.path,
  handler: middy<HttpEvent, HttpResult>(run)
    .use(checkScope(operation))
    .use(readBody(operation))
    .use(validate(operation))
    .use(limitWrites(operation, limiter)),
});

interface HandlerOptions {
  readonly errors?: ErrorStyle;
  readonly logger?: Pick<Logger, 'error'>;
  /** Of the writes of each user; absent or undefined: there is none. */
  readonly limiter?: WriteLimiter | undefined;
}

/** The Lambda of a group of operations. API Gateway has routed before; the router finds the operation. */
export const defineHandler = (
  routes: readonly Route[],
  {
    errors = problemJson,
    logger = new Logger({ serviceName: 'paperwick-http' }),
    limiter,
  }: HandlerOptions = {},
) => {
  const router = httpRouter<HttpEvent, HttpResult>({
    routes: routes.map((one) => lambdaOf(one, limiter)),
    notFoundResponse: () => {
      throw new HttpProblem('not_found', 'there is no such endpoint');
    },
  });
  return middy<HttpEvent, HttpResult>(router).use(answerHeaders()).use(answerErrors(errors, logger));
};
