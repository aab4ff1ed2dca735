import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Who calls: what the authorizer found out about the key. */
export interface Caller {
  readonly userId: string;
  /** Of the API key that asks; empty where it is a person who signed in. */
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** When the credential ends, and when the person signed in, ms, real time. */
  readonly expiresAt?: number | undefined;
  readonly signedInAt?: number | undefined;
}

/** What the middlewares have made of the request so far. */
export interface Input {
  caller?: Caller;
  json?: unknown;
  params?: unknown;
  query?: unknown;
  headers?: unknown;
  body?: unknown;
}

/** A request as API Gateway sends it (payload 2.0), with what the middlewares add. */
export interface HttpEvent extends APIGatewayProxyEventV2 {
  input?: Input;
}

export type HttpResult = APIGatewayProxyStructuredResultV2;
export type HttpMiddleware = MiddlewareObj<HttpEvent, HttpResult>;

/** @returns the event's input with more in it */
export const addInput = (event: HttpEvent, more: Input): Input => {
  event.input = { ...event.input, ...more };
  return event.input;
};
