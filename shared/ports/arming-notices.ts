import type { Armed } from '../domain/trades/nearest.ts';

/**
 * Who arms a trigger says so first, that a tick which remembers the nearest triggers hears of a nearer one. A notice
 * names no trade and is never taken back: one without its trade costs a query, nothing else.
 */
export interface ArmingNotices {
  /**
   * Adds to the notices of a batch, in the epoch of this moment (ms, the machine's clock); answers once they are durable.
   * @throws StoreUnavailableError
   */
  announce(batch: number, armed: Armed, at: number): Promise<void>;
  /** All notices of this epoch and later ones, by epoch; strongly consistent. */
  since(batch: number, epoch: number): Promise<ReadonlyMap<number, Armed>>;
}

/** Notices are kept by spans of this length, ms. */
const EPOCH = 300_000;

export const epochOf = (time: number): number => Math.floor(time / EPOCH);
