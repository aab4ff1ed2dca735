import type { Interval } from '../../../../shared/domain/market/candle.ts';
import type { Span } from './bars.ts';
import { PAGE_CANDLES, stepOf } from './intervals.ts';

const DAY_MS = 86_400_000;
/** What is missing for less than this is not worth a line. */
const LEAST_MS = 1_800_000;
/** Days that come with opening a chart that has nearly nothing. */
export const WEEK = 7;
/** Days that can be fetched with one press. */
const STEPS = [WEEK, 30, 90, 365] as const;
/** With more than this share of what it shows a chart is worth looking at as it is. */
const NEARLY_NOTHING = 0.25;
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

/** Whether hardly anything of what the timeframe shows is there, a week at most: so that opening the chart asks for it. ms. */
export const isNearlyEmpty = (missing: readonly Span[], interval: Interval, now: number): boolean => {
  const shown = Math.min(WEEK * DAY_MS, PAGE_CANDLES * stepOf(interval));
  const begins = now - shown;
  const missingMs = missing.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - Math.max(from, begins)),
    0,
  );
  return missingMs > shown * (1 - NEARLY_NOTHING);
};

/** From the UTC day so many days ago to the end of today: whoever asks on the same day asks for the same import. */
export const spanOfDays = (days: number, now: number): { readonly from: string; readonly to: string } => {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return {
    from: new Date(today - days * DAY_MS).toISOString(),
    to: new Date(today + DAY_MS - 1).toISOString(),
  };
};
