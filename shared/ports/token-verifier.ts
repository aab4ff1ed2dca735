/** Proves an access token by itself: signature, issuer, client, use and expiry. */
export interface TokenVerifier {
  /**
   * @returns whose token it is, and when (ms) that person signed in; undefined where it is not good
   * @throws Error where the keys cannot be had
   */
  verify(token: string): Promise<{ readonly userId: string; readonly signedInAt: number } | undefined>;
}
