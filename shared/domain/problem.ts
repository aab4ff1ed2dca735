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
  | 'client_id_conflict'
  | 'no_account'
  | 'insufficient_funds'
  | 'unsettled_quote'
  | 'too_many_commands'
  | 'price_unavailable';

/** An expected refusal: a value, never an exception. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly violations: readonly Violation[];
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
