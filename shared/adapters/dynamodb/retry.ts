const RETRYABLE = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TransactionInProgressException',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
]);

export const MAX_ATTEMPTS = 6;

/** A call that may have been carried out or not, and may be sent again. */
export const isRetryable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return RETRYABLE.has(error.name) || RETRYABLE.has(code);
};

/** Full jitter: 0 to 50 ms, doubling with each attempt up to 1.6 s. */
export const jitter = (attempt: number): number => Math.random() * 50 * 2 ** Math.min(attempt, 5);

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
