import Big from 'big.js';
import type { Random } from './prng.ts';

/** Prices at random distances, on the tick, on the asked side of every reference. */
export class Prices {
  readonly #random: Random;
  readonly #tick: Big;
  readonly #sign: 1 | -1;

  constructor(random: Random, tickSize: string, direction: 'long' | 'short') {
    this.#random = random;
    this.#tick = new Big(tickSize);
    this.#sign = direction === 'long' ? 1 : -1;
  }

  /** On the winning side, 0.05 % to 3 % away: a long's target. */
  target(references: readonly number[]): string {
    return this.#away(references, this.#sign, 0.0005, 0.03);
  }

  /** On the losing side, 0.05 % to 3 % away: a long's stop-loss. */
  stop(references: readonly number[]): string {
    return this.#away(references, -this.#sign, 0.0005, 0.03);
  }

  /** In the trade's direction: where a stop entry waits, and where a limit entry is marketable. */
  along(references: readonly number[], atMost: number): string {
    return this.#away(references, this.#sign, 0.0001, atMost);
  }

  /** Against the trade's direction: where a limit entry waits. */
  against(references: readonly number[], atMost: number): string {
    return this.#away(references, -this.#sign, 0.0001, atMost);
  }

  #away(references: readonly number[], sign: number, atLeast: number, atMost: number): string {
    const from = sign > 0 ? Math.max(...references) : Math.min(...references);
    const wanted = new Big(from).times(1 + sign * this.#random.log(atLeast, atMost));
    const ticks = wanted.div(this.#tick).round(0, sign > 0 ? Big.roundUp : Big.roundDown);
    return (ticks.lt(1) ? new Big(1) : ticks).times(this.#tick).toFixed();
  }
}
