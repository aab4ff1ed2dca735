/** One broken rule of an input. `code` is stable; `field` is a path like `exits.stopLoss`. */
export interface Violation {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type ProblemCode =
  | 'unknown_symbol'
  | 'invalid_trade'
  | 'not_found'
  | 'trade_ended'
  | 'trade_not_pending'
  | 'trade_not_open'
  | 'version_conflict'
  | 'client_id_conflict'
  | 'no_account'
  | 'account_exists'
  | 'account_not_active'
  | 'account_not_empty'
  | 'main_account'
  | 'too_many_accounts'
  | 'insufficient_funds'
  | 'insufficient_holdings'
  | 'too_many_lots'
  | 'unsettled_quote'
  | 'too_many_symbols'
  | 'too_many_watchlists'
  | 'too_many_commands'
  | 'no_history'
  | 'rate_limited'
  | 'price_unavailable'
  | 'store_unavailable'
  | 'invalid_credentials'
  | 'invalid_session'
  | 'not_confirmed'
  | 'invalid_code'
  | 'invalid_password'
  | 'sign_up_closed'
  | 'totp_enabled'
  | 'missing_scope'
  | 'invalid_key'
  | 'too_many_keys'
  | 'too_many_attempts';

/** An expected refusal: a value, never an exception. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly violations: readonly Violation[];
  /** When to try again, where waiting helps. */
  readonly retryAfterSeconds?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (
  code: ProblemCode,
  message: string,
  violations: readonly Violation[] = [],
): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { code, message, violations },
});

/** A refusal that time heals. @param waitMs how long */
export const refuseFor = (
  code: ProblemCode,
  message: string,
  waitMs: number,
): { readonly ok: false; readonly problem: Problem } => {
  const refusal = refuse(code, message);
  return { ...refusal, problem: { ...refusal.problem, retryAfterSeconds: Math.ceil(waitMs / 1000) } };
};
