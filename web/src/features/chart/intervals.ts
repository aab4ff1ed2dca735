import { INTERVALS, type Interval } from '../../../../shared/domain/market/candle.ts';
import { remember, remembered } from '../../remembered.ts';

const STORAGE = 'interval';
const FIRST: Interval = '5m';
const ALL = Object.keys(INTERVALS) as Interval[];

/** Candles that a chart asks for at a time, and so shows at first. */
export const PAGE_CANDLES = 1000;
export const INTERVAL_OPTIONS = ALL.map((value) => ({ value, label: value }));
export const stepOf = (interval: Interval): number => INTERVALS[interval];

/** The timeframe that the reader had last. */
export const rememberedInterval = (): Interval => {
  const last = remembered(STORAGE);
  return ALL.find((interval) => interval === last) ?? FIRST;
};
export const rememberInterval = (interval: Interval): void => remember(STORAGE, interval);
