import * as z from 'zod';
import type { Parsed, Written } from './operation-types.ts';
import { type OperationId, type OperationOf, operationOf } from './operations.ts';
import { type Problem, problemSchema } from './schemas/problem.ts';

/** A request that was refused, by the API or by its gateway; `status` 0 where there was no answer that parses. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Stable (see ERRORS); `gateway` where API Gateway itself answered, `bad_answer` where nothing parses. */
  readonly code: string;
  readonly errors: Problem['errors'];

  constructor(status: number, code: string, message: string, errors: Problem['errors'] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

type Part<Id extends OperationId, Key extends 'params' | 'query' | 'headers' | 'body'> =
  Written<OperationOf<Id>, Key> extends undefined
    ? { readonly [K in Key]?: undefined }
    : { readonly [K in Key]: Written<OperationOf<Id>, Key> };

type Body<Id extends OperationId> =
  OperationOf<Id> extends { readonly bodyOptional: true } ? Partial<Part<Id, 'body'>> : Part<Id, 'body'>;

export type Request<Id extends OperationId> = Part<Id, 'params'> &
  Part<Id, 'query'> &
  Partial<Part<Id, 'headers'>> &
  Body<Id> & {
    readonly signal?: AbortSignal;
  };
export type Response<Id extends OperationId> = Parsed<OperationOf<Id>, 'response'>;

export interface ClientOptions {
  /** Empty for the page's own origin. */
  readonly baseUrl: string;
  /** Asked at each request, so that a key may change; undefined sends none. */
  readonly apiKey: () => string | undefined;
  readonly fetch?: typeof globalThis.fetch;
}

const gatewayError = z.object({ message: z.string() });

const errorOf = (status: number, json: unknown): ApiError => {
  const problem = problemSchema.safeParse(json);
  if (problem.success) {
    const { code, detail, errors } = problem.data;
    return new ApiError(status, code, detail, errors);
  }
  const gateway = gatewayError.safeParse(json);
  if (gateway.success) return new ApiError(status, 'gateway', gateway.data.message);
  return new ApiError(status, 'bad_answer', `the API answered ${status} without an explanation`);
};

const fill = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** What is there, as text. */
const given = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

const queryOf = (query: Readonly<Record<string, unknown>>): string => {
  const text = new URLSearchParams(given(query)).toString();
  return text === '' ? '' : `?${text}`;
};

export interface Client {
  /** @throws ApiError where the answer is a refusal or does not parse; what `fetch` throws where there is none */
  readonly call: <Id extends OperationId>(id: Id, request: Request<Id>) => Promise<Response<Id>>;
}

/** The typed client of the list of operations: every answer is parsed. */
export const createClient = ({ baseUrl, apiKey, fetch = globalThis.fetch }: ClientOptions): Client => ({
  call: async (id, request) => {
    const operation = operationOf(id);
    const key = apiKey();
    const answer = await fetch(
      baseUrl + fill(operation.path, request.params ?? {}) + queryOf(request.query ?? {}),
      {
        method: operation.method,
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...given(request.headers ?? {}),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.signal ? { signal: request.signal } : {}),
      },
    );
    const json: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw errorOf(answer.status, json);
    const parsed = operation.response.safeParse(json);
    if (!parsed.success) throw new ApiError(answer.status, 'bad_answer', z.prettifyError(parsed.error));
    return parsed.data as Response<typeof id>;
  },
});
