/** What a caller may do: look, trade, and manage API keys and accounts. */
export const SCOPES = ['read', 'trade', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Those of `wanted` that are not among `held`: nobody gives away what they do not have. */
export const scopesLacked = (held: readonly string[], wanted: readonly Scope[]): Scope[] =>
  wanted.filter((scope) => !held.includes(scope));
