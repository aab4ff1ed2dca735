import { ERRORS, type ErrorCode } from '../errors.ts';
import type { Operation } from '../operation.ts';

/** A way in which a request may fail. */
export interface DocumentedError {
  readonly status: number;
  /** Stable; `gateway` where API Gateway answers before any handler, without a code. */
  readonly code: string;
  readonly when: string;
  /** Whether most operations may answer it, whatever they do. */
  readonly common: boolean;
}

/** What any operation may answer, from what it takes. A body that came with a GET means nothing, and is not read. */
const commonCodes = (operation: Operation): ErrorCode[] => [
  ...(operation.query || operation.method !== 'GET' ? (['validation_failed'] as const) : []),
  ...(operation.method === 'GET'
    ? []
    : (['invalid_json', 'body_too_large', 'unsupported_media_type'] as const)),
  ...(operation.scope ? (['missing_scope'] as const) : []),
  ...(operation.auth === 'bearer' ? (['unauthorized'] as const) : []),
  ...(operation.auth === 'bearer' && operation.method !== 'GET' ? (['rate_limited'] as const) : []),
  'internal_error',
  ...(operation.auth === 'bearer' || operation.group === 'auth' ? (['store_unavailable'] as const) : []),
  ...(operation.group === 'auth' ? (['identity_unavailable'] as const) : []),
];

const ownCodes = (operation: Operation): ErrorCode[] => [
  ...(operation.credential ? (['token_required'] as const) : []),
  ...operation.errors,
];

/** The simple API has its own names for a broken rule, and answers each with 400. */
const SIMPLE_RULES: readonly DocumentedError[] = [
  { status: 400, code: 'missing_fields', when: 'A field that is needed is not there', common: false },
  { status: 400, code: 'invalid_types', when: 'A field is of another type', common: false },
  { status: 400, code: 'invalid_values', when: 'A value breaks a rule of the market', common: false },
];

const documented = (operation: Operation, code: ErrorCode, common: boolean): DocumentedError[] => {
  if (operation.group === 'simple' && code === 'validation_failed') return [...SIMPLE_RULES];
  return [{ status: ERRORS[code].status, code, when: ERRORS[code].title, common }];
};

const gateway = (status: number, when: string): DocumentedError => ({
  status,
  code: 'gateway',
  when,
  common: true,
});

/** What API Gateway answers itself, before any handler or in its place. */
const gatewayErrors = (operation: Operation): DocumentedError[] => [
  ...(operation.auth === 'bearer'
    ? [gateway(401, 'No credentials were sent'), gateway(403, 'The credentials are not valid')]
    : []),
  ...(operation.method === 'GET' ? [] : [gateway(413, 'The body is larger than 10 MB')]),
  gateway(429, 'Too many requests at a time, of all callers together'),
  gateway(500, 'The function failed'),
  gateway(503, 'The function took too long'),
];

/** Everything that this operation may answer instead of success, by status; its own errors before those of all. */
export const errorsOf = (operation: Operation): DocumentedError[] =>
  [
    ...ownCodes(operation).flatMap((code) => documented(operation, code, false)),
    ...commonCodes(operation).flatMap((code) => documented(operation, code, true)),
    ...gatewayErrors(operation),
  ].sort((a, b) => a.status - b.status);
