export interface VerifiedToken {
  readonly userId: string;
  /** ms; when the person signed in, whatever refreshes came after. */
  readonly signedInAt: number;
  /** ms */
  readonly expiresAt: number;
}

/** Proves an access token by itself: signature, issuer, client, use and expiry. */
export interface TokenVerifier {
  /** @returns undefined where it is not good @throws Error where the keys cannot be had */
  verify(token: string): Promise<VerifiedToken | undefined>;
}
