import { RefusedError } from './api.ts';

/** What happened, what it means for the money, and what to do. `whenUnknown`: for a request that got no answer. */
export const explain = (error: unknown, whenUnknown: string): string => {
  if (!(error instanceof RefusedError)) return `The API did not answer. ${whenUnknown}`;
  if (error.status === 403)
    return 'This key may look but not trade. Nothing was changed. Sign in with a key that has the scope “trade”.';
  if (error.status === 429)
    return 'Too many requests at once. Nothing was changed. Wait a few seconds and send it again.';
  if (error.status >= 500) return `The API failed: ${error.message} ${whenUnknown}`;
  const stop = /[.!?]$/.test(error.message) ? '' : '.';
  return `${error.message}${stop} Nothing was changed.`;
};
