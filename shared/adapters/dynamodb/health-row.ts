import * as z from 'zod';
import type { FeedHealth } from '../../domain/market/feed-health.ts';

/**
 * A feed's health in few bytes; times are counted back from the slot of the item that holds it. Failures, retryAt (null: may
 * be asked), lastOkAt, lastError, lastErrorAt; calls, thousandths of them that failed, average and last latency in ms.
 */
export const healthRow = z.tuple([
  z.number(),
  z.number().nullable(),
  z.number(),
  z.string().nullable().optional(),
  z.number().nullable().optional(),
  z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
]);

export const toHealthRow = (health: FeedHealth, slot: number): unknown[] => {
  const { failures, retryAt, lastOkAt, lastError, lastErrorAt, calls } = health;
  const row = [
    failures,
    retryAt === 0 ? null : slot - retryAt,
    slot - lastOkAt,
    lastError ?? null,
    lastErrorAt === undefined ? null : slot - lastErrorAt,
  ];
  if (!calls) return row;
  const { count, errorRate, latencyMs, lastLatencyMs } = calls;
  return [...row, [count, Math.round(errorRate * 1_000), latencyMs, lastLatencyMs]];
};

export const fromHealthRow = (
  [failures, retryAt, lastOkAt, lastError, lastErrorAt, calls]: z.infer<typeof healthRow>,
  slot: number,
): FeedHealth => ({
  failures,
  retryAt: retryAt === null ? 0 : slot - retryAt,
  lastOkAt: slot - lastOkAt,
  ...(typeof lastError === 'string' ? { lastError } : {}),
  ...(typeof lastErrorAt === 'number' ? { lastErrorAt: slot - lastErrorAt } : {}),
  ...(calls
    ? {
        calls: {
          count: calls[0],
          errorRate: calls[1] / 1_000,
          latencyMs: calls[2],
          lastLatencyMs: calls[3],
        },
      }
    : {}),
});
