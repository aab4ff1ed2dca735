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

/** A call that ran into its time, each time that the SDK has tried it: whether it was carried out, nobody knows. */
const isTimeout = (error: unknown): boolean => {
  if (!(error instanceof Error) || error.name !== 'TimeoutError') return false;
  const metadata = '$metadata' in error ? (error.$metadata as { attempts?: number } | undefined) : undefined;
  return (metadata?.attempts ?? 1) > 1;
};

/**
 * Whether nothing more is to be tried. After a timeout nothing is: the next one would take as long, and whoever waits
 * learns sooner that the outcome is unknown.
 */
export const isLast = (error: unknown, attempt: number): boolean =>
  attempt + 1 >= MAX_ATTEMPTS || isTimeout(error);

/** Full jitter: 0 to 50 ms, doubling with each attempt up to 1.6 s. */
export const jitter = (attempt: number): number => Math.random() * 50 * 2 ** Math.min(attempt, 5);

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
