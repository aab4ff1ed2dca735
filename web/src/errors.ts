import { ApiError } from './api.ts';

/** Whether the request surely changed nothing: the API, or its gateway, refused it. */
export const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500;

const sentence = (text: string): string => {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

/** What happened, what it means for the money, and what to do. `whenUnknown`: for a request that got no clear answer. */
export const explain = (error: unknown, whenUnknown: string): string => {
  if (!isRefused(error))
    return `${error instanceof ApiError ? 'The API failed.' : 'The API did not answer.'} ${whenUnknown}`;
  if (error.code === 'missing_scope')
    return `${sentence(error.message)} Nothing was changed. Sign in yourself, or with a key that has it.`;
  if (error.code === 'gateway' && error.status === 429)
    return 'Too many requests at once. Nothing was changed. Wait a few seconds and send it again.';
  return `${sentence(error.message)} Nothing was changed.`;
};

/** What the API says of a field, under that field. */
export const fieldError = (error: unknown, field: string): string | undefined => {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.errors.find((one) => one.field === field);
  return found && sentence(found.message);
};
