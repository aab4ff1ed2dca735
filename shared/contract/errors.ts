/** The stable codes of problems, their HTTP status and their title (RFC 9457: the same at every occurrence). */
export const ERRORS = {
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  validation_failed: {
    status: 400,
    title: 'The request breaks rules of its fields',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not one that this list gave',
  },
  unauthorized: { status: 401, title: 'No valid credentials' },
  missing_scope: { status: 403, title: 'The API key lacks the scope for this' },
  not_found: { status: 404, title: 'There is no such thing' },
  trade_ended: { status: 409, title: 'The trade has ended' },
  trade_not_pending: { status: 409, title: 'The trade is no longer pending' },
  trade_not_open: { status: 409, title: 'The trade is not open' },
  client_id_conflict: {
    status: 409,
    title: 'The clientTradeId names another trade',
  },
  no_account: { status: 409, title: 'There is no such account' },
  too_many_commands: {
    status: 409,
    title: 'Too many commands of this trade wait',
  },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not declared as JSON',
  },
  insufficient_funds: { status: 422, title: 'The account has too little free cash' },
  unsettled_quote: { status: 422, title: 'The symbol does not settle in dollars' },
  unknown_symbol: { status: 422, title: 'The symbol is not traded here' },
  invalid_trade: { status: 422, title: 'The trade breaks rules of its market' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  store_unavailable: { status: 503, title: 'The store is busy' },
  price_unavailable: { status: 503, title: 'There is no price yet' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One broken rule: where, which (stable), and in words. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}
