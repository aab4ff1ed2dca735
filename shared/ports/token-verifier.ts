/** Proves an access token by itself: signature, issuer, client, use and expiry. */
export interface TokenVerifier {
  /** @returns whose token it is; undefined where it is not good. @throws Error where the keys cannot be had */
  verify(token: string): Promise<{ readonly userId: string } | undefined>;
}
