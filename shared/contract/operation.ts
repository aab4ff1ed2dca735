import type * as z from 'zod';
import type { Scope } from '../domain/identity/scopes.ts';
import type { ErrorCode } from './errors.ts';

/** Which Lambda answers. */
export type OperationGroup = 'trades' | 'market' | 'candles' | 'simple' | 'auth' | 'accounts';

/** A request that is well formed, part for part, and its answer. */
export interface OperationExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly response: unknown;
}

/** One endpoint: what the routes, the handlers, the OpenAPI document and the client are made from. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `/v1/trades/{id}`: the path syntax of API Gateway and of OpenAPI. */
  readonly path: `/${string}`;
  readonly group: OperationGroup;
  readonly auth: 'public' | 'bearer';
  /** What the caller's key must be allowed to do; absent where the operation is public. */
  readonly scope?: Scope;
  /** Present where an API key is not enough: the caller must have signed in. */
  readonly credential?: 'token';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Of the request, beyond what every request has; names in lower case, each optional. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Present where no body is as good as an empty object. */
  readonly bodyOptional?: true;
  /** Of the answer that means success. */
  readonly status: 200 | 201 | 202 | 207;
  /** Other statuses with the same answer, and when. */
  readonly alsoStatus?: Readonly<Record<number, string>>;
  readonly response: z.ZodType;
  /** The answer carries the version of what it shows, as `If-Match` takes it. */
  readonly etag?: true;
  /** The same in another form, for who asks for it with Accept. */
  readonly alsoType?: 'text/csv';
  /** Beyond what every operation may answer. */
  readonly errors: readonly ErrorCode[];
}

/** An example of each operation of a list; they lie apart, for only the documentation and tests read them. */
export type ExamplesOf<List extends readonly Operation[]> = Readonly<
  Record<List[number]['id'], OperationExample>
>;
