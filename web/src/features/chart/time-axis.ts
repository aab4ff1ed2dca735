import type { TickMarkType, Time } from 'lightweight-charts';
import { formatMinute } from '../../format/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** Of the library: year, month, day of month; then times of day. */
const [YEAR, MONTH, DAY] = [0, 1, 2];

const dateOf = (time: Time): Date => new Date(typeof time === 'number' ? time * 1000 : 0);

/** A mark of the time axis, by the reader's clock. */
export const axisLabel = (time: Time, type: TickMarkType): string => {
  const date = dateOf(time);
  const kind: number = type;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (kind === YEAR) return String(date.getFullYear());
  if (kind === MONTH) return MONTHS[date.getMonth()] ?? '';
  if (kind === DAY) return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}`;
  return clock;
};

export const crosshairTime = (time: Time): string => formatMinute(dateOf(time).toISOString());
