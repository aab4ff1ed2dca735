import type { ErrorCode } from '../errors.ts';

/**
 * Codes of `error`: those of the HTTP API, with the same meaning, and two of its own. `not_available`: understood, and not there
 * yet; `too_many_channels`: a connection has at most 100.
 */
export type MessageErrorCode = ErrorCode | 'not_available' | 'too_many_channels';
