/** A token bucket, on the real clock: requests per second, and how many may come at once. */
export class Throttle {
  readonly #rate: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(limits: { readonly rate: number; readonly burst: number }, now: () => number = Date.now) {
    this.#rate = limits.rate;
    this.#burst = limits.burst;
    this.#now = now;
    this.#tokens = limits.burst;
    this.#filledAt = now();
  }

  /** Whether one more request may pass. */
  admit(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
