import { formatPrice } from '../../format/number.ts';
import { quoteOf } from '../../format/words.ts';
import { distanceAt, type Level } from './levels.ts';

/** `500.00 USDT`, `1.5 %`: a distance in the unit of the trailing stop. */
const inUnit = ({ trade }: Level, distance: string, places: number): string =>
  trade.trailing?.percent ? `${distance} %` : `${formatPrice(distance, places)} ${quoteOf(trade.symbol)}`;

/** How far behind the price a trailing stop is that is moved here; undefined for any other level. */
export const distanceWords = (level: Level, at: string, places: number): string | undefined => {
  if (level.kind !== 'trailing_stop') return undefined;
  const distance = distanceAt(level, at);
  return distance === null ? undefined : inUnit(level, distance, places);
};

/** The distance that it has. */
export const ownDistance = (level: Level, places: number): string | undefined => {
  const own = level.trade.trailing?.percent ?? level.trade.trailing?.amount;
  return own ? inUnit(level, own, places) : undefined;
};
