import type { Interval } from '../../../../shared/domain/market/candle.ts';
import type { Span } from './bars.ts';

const DAY_MS = 86_400_000;
/** What is missing for less than this is not worth a line. */
const LEAST_MS = 1_800_000;
/** Days that can be fetched with one press. */
const STEPS = [7, 30, 90, 365] as const;
/** Coarser candles want a longer past. */
const LEAST_DAYS: Readonly<Record<Interval, number>> = {
  '1m': 7,
  '3m': 7,
  '5m': 7,
  '15m': 30,
  '1h': 90,
  '4h': 365,
  '1d': 365,
};

export interface Offer {
  readonly missingMs: number;
  readonly days: number;
}

/**
 * How much of what the chart shows is missing, and how many days fetched would bring some of it: no more than it takes. None
 * where nothing worth it is missing, or it is older than can be fetched at once. ms.
 */
export const offerOf = (missing: readonly Span[], interval: Interval, now: number): Offer | undefined => {
  const missingMs = missing.reduce((sum, { from, to }) => sum + (to - from), 0);
  const newest = Math.max(...missing.map(({ to }) => to));
  const days = STEPS.find((step) => step >= LEAST_DAYS[interval] && now - step * DAY_MS < newest);
  return missingMs < LEAST_MS || days === undefined ? undefined : { missingMs, days };
};

export const spanOfDays = (days: number, now: number): { readonly from: string; readonly to: string } => ({
  from: new Date(now - days * DAY_MS).toISOString(),
  to: new Date(now).toISOString(),
});
