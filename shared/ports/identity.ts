/** Why the identity provider refuses. */
export type Refusal =
  /** An unknown person, a wrong password, a token that is no longer good: not to be told apart. */
  | 'wrong_credentials'
  | 'not_confirmed'
  /** A wrong, used or expired code, or one for nobody. */
  | 'wrong_code'
  | 'weak_password'
  | 'exists'
  | 'too_many';

export type IdentityAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Refusal };

export interface AccessTokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** The provider's lasting id of the person: our user id. */
  readonly userId: string;
  readonly email: string | undefined;
  /** ms; when the person signed in, whatever refreshes came after. */
  readonly signedInAt: number;
}

export interface Tokens extends AccessTokens {
  readonly refreshToken: string;
}

/** What the provider wants before it gives tokens. */
export interface ProviderChallenge {
  readonly type: 'new_password' | 'totp';
  readonly session: string;
  /** The provider's own name of the person. */
  readonly username: string;
}

export type SignInAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'challenge'; readonly challenge: ProviderChallenge };

/** The provider did not answer, or refused for load: nothing is wrong with what was sent. */
export class IdentityUnavailableError extends Error {
  override readonly name = 'IdentityUnavailableError';
}

/** Keeps passwords and proves who somebody is. Every method @throws IdentityUnavailableError */
export interface IdentityProvider {
  signUp(email: string, password: string): Promise<IdentityAnswer<void>>;
  /**
   * Begins a sign-up that still waits for its code anew, with this password and another code; of anybody else nothing
   * changes, and nobody gets a mail.
   */
  signUpAgain(email: string, password: string): Promise<void>;
  confirm(email: string, code: string): Promise<IdentityAnswer<void>>;
  signIn(email: string, password: string): Promise<IdentityAnswer<SignInAnswer>>;
  answerChallenge(challenge: ProviderChallenge, answer: string): Promise<IdentityAnswer<SignInAnswer>>;
  refresh(refreshToken: string): Promise<IdentityAnswer<AccessTokens>>;
  /** From then on the token gives no more access tokens. A token that is not one is no error. */
  revoke(refreshToken: string): Promise<void>;
  forgotPassword(email: string): Promise<IdentityAnswer<void>>;
  resetPassword(email: string, code: string, password: string): Promise<IdentityAnswer<void>>;
  changePassword(accessToken: string, before: string, after: string): Promise<IdentityAnswer<void>>;
  /** @returns the secret of a new authenticator, which counts once its first code is verified */
  associateTotp(accessToken: string): Promise<IdentityAnswer<string>>;
  verifyTotp(accessToken: string, code: string): Promise<IdentityAnswer<void>>;
  removeTotp(accessToken: string): Promise<IdentityAnswer<void>>;
  /** Asks the provider itself, which knows of what has been revoked. */
  isGood(accessToken: string): Promise<boolean>;
  /** The person is gone, with all tokens. */
  deleteUser(accessToken: string): Promise<IdentityAnswer<void>>;
  userIdOf(email: string): Promise<string | undefined>;
}
