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
  invalid_credentials: { status: 401, title: 'The e-mail or the password is not right' },
  invalid_session: { status: 401, title: 'The session is over' },
  not_confirmed: { status: 403, title: 'The e-mail has not been confirmed yet' },
  sign_up_closed: { status: 403, title: 'Nobody can sign up here' },
  token_required: { status: 403, title: 'An API key cannot do this' },
  missing_scope: { status: 403, title: 'The API key lacks the scope for this' },
  not_found: { status: 404, title: 'There is no such thing' },
  trade_ended: { status: 409, title: 'The trade has ended' },
  trade_not_pending: { status: 409, title: 'The trade is no longer pending' },
  trade_not_open: { status: 409, title: 'The trade is not open' },
  client_id_conflict: {
    status: 409,
    title: 'The client id was used for another request',
  },
  no_account: { status: 409, title: 'There is no such account' },
  account_exists: { status: 409, title: 'There is an account of this id already' },
  account_not_active: { status: 409, title: 'The account takes nothing new' },
  account_not_empty: { status: 409, title: 'The account has trades that wait or are open' },
  main_account: { status: 409, title: 'The account main stays' },
  too_many_accounts: { status: 409, title: 'There are too many accounts' },
  too_many_commands: {
    status: 409,
    title: 'Too many commands of this trade wait',
  },
  totp_enabled: { status: 409, title: 'There is a second factor already' },
  too_many_watchlists: { status: 409, title: 'There are too many watchlists' },
  too_many_symbols: { status: 409, title: 'Too many symbols are followed' },
  too_many_keys: { status: 409, title: 'There are too many API keys' },
  version_conflict: { status: 412, title: 'It has changed since' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not declared as JSON',
  },
  insufficient_funds: { status: 422, title: 'The account has too little free cash' },
  insufficient_holdings: { status: 422, title: 'The account holds too little that can be sold' },
  too_many_lots: { status: 422, title: 'The sale would touch too many lots' },
  unsettled_quote: { status: 422, title: 'The symbol does not settle in dollars' },
  unknown_symbol: { status: 422, title: 'The symbol is not traded here' },
  no_history: { status: 422, title: 'There are no candles to import or export' },
  invalid_code: { status: 422, title: 'The code is not right, or no longer' },
  invalid_key: { status: 422, title: 'The API key breaks a rule' },
  invalid_password: { status: 422, title: 'The new password breaks a rule' },
  invalid_trade: { status: 422, title: 'The trade breaks rules of its market' },
  rate_limited: { status: 429, title: 'Too many writes' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  identity_unavailable: { status: 503, title: 'Nobody can sign in at the moment' },
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
