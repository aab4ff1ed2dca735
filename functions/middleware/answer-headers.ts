import type { Request } from '@middy/core';
import type { HttpEvent, HttpMiddleware, HttpResult } from './http-event.ts';

const addHeaders = ({ event, response }: Request<HttpEvent, HttpResult>): void => {
  if (!response) return;
  response.headers = {
    ...response.headers,
    'x-request-id': event.requestContext.requestId,
    'cache-control': 'no-store',
  };
};

/** What every answer carries, errors included. */
export const answerHeaders = (): HttpMiddleware => ({ after: addHeaders, onError: addHeaders });
