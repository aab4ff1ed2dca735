import { isRetryable } from './retry.ts';

interface Reason {
  readonly Code?: string;
  /** As it was, where the condition on it failed and was asked for. */
  readonly Item?: Readonly<Record<string, unknown>>;
}

const TRANSIENT = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/** Why each action of a transaction was refused, in their order; empty where something else went wrong. */
export const reasonsOf = (error: unknown): readonly Reason[] =>
  error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)
    ? (error.CancellationReasons as readonly Reason[])
    : [];

export const hasFailed = (reason: Reason | undefined): boolean => reason?.Code === 'ConditionalCheckFailed';

/** A conflict with another transaction, a throttle, or an answer that got lost: the same may be sent again. */
export const isTransient = (error: unknown): boolean =>
  isRetryable(error) || reasonsOf(error).some(({ Code }) => Code !== undefined && TRANSIENT.has(Code));
