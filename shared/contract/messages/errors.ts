import { ERRORS, type ErrorCode } from '../errors.ts';

/** Codes that only a WebSocket answers; all others are those of the HTTP API, with the same meaning. */
const ONLY_HERE = {
  not_available: 'This command is understood, and does not exist here yet',
  too_many_channels: 'A connection has at most 100 channels',
} as const;

export type MessageErrorCode = ErrorCode | keyof typeof ONLY_HERE;

export const MESSAGE_ERRORS: Readonly<Record<MessageErrorCode, string>> = {
  ...(Object.fromEntries(Object.entries(ERRORS).map(([code, { title }]) => [code, title])) as Record<
    ErrorCode,
    string
  >),
  ...ONLY_HERE,
};
