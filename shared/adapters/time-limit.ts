/**
 * The time that one call of AWS may take, ms; the SDK then tries again as often as its client says, and throws `TimeoutError` in the end.
 * By itself it would only warn, and wait on. What ran into its time may have been carried out, or be carried out yet.
 */
export const timeLimit = (requestTimeout: number) => ({
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});
