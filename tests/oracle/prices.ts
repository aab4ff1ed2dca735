import Big from 'big.js';
import type { Random } from './prng.ts';

/** Prices at random distances, on the tick, on the asked side of every reference. */
export class Prices {
  readonly #random: Random;
  readonly #tick: Big;
  readonly #sign: 1 | -1;
  readonly #reach: number;

  /** `reach` scales all distances: less than 1 where the record is short. */
  constructor(random: Random, tickSize: string, direction: 'long' | 'short', reach = 1) {
    this.#random = random;
    this.#tick = new Big(tickSize);
    this.#sign = direction === 'long' ? 1 : -1;
    this.#reach = reach;
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

  /** Prices ever further on the winning side, each of them once: targets from the nearest on. */
  ladder(references: readonly number[], count: number): string[] {
    const found = new Set(Array.from({ length: count }, () => this.target(references)));
    return [...found].sort((a, b) => (Number(a) - Number(b)) * this.#sign);
  }

  /** A distance of 0.02 % to 1 % of the price. */
  distance(references: readonly number[]): string {
    const wanted = new Big(references[0] ?? 1).times(this.#reach * this.#random.log(0.0002, 0.01));
    const ticks = wanted.div(this.#tick).round(0, Big.roundUp);
    return ticks.times(this.#tick).toFixed();
  }

  #away(references: readonly number[], sign: number, atLeast: number, atMost: number): string {
    const from = sign > 0 ? Math.max(...references) : Math.min(...references);
    const wanted = new Big(from).times(1 + sign * this.#reach * this.#random.log(atLeast, atMost));
    const ticks = wanted.div(this.#tick).round(0, sign > 0 ? Big.roundUp : Big.roundDown);
    return (ticks.lt(1) ? new Big(1) : ticks).times(this.#tick).toFixed();
  }
}
