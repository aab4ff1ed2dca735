import { ApiError } from './api.ts';

/** Whether the request surely changed nothing: the API, or its gateway, refused it. */
export const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500;

/** What happened, what it means for the money, and what to do. `whenUnknown`: for a request that got no clear answer. */
export const explain = (error: unknown, whenUnknown: string): string => {
  if (!isRefused(error))
    return `${error instanceof ApiError ? 'The API failed.' : 'The API did not answer.'} ${whenUnknown}`;
  if (error.status === 403)
    return 'This key may look but not trade. Nothing was changed. Sign in with a key that has the scope “trade”.';
  if (error.status === 429)
    return 'Too many requests at once. Nothing was changed. Wait a few seconds and send it again.';
  const stop = /[.!?]$/.test(error.message) ? '' : '.';
  return `${error.message}${stop} Nothing was changed.`;
};
