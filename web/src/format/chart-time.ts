const two = (value: number): string => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  91 * DAY,
  182 * DAY,
  365 * DAY,
] as const;

/** Round moments of an axis, at most `most`: whole hours, days or weeks of the reader's clock. All in ms. */
export const timeTicks = (from: number, to: number, most: number): number[] => {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? 2 * 365 * DAY;
  // Counted from the reader's midnight, so that six hours fall on 0, 6, 12 and 18 o'clock.
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  const ticks: number[] = [];
  for (let tick = midnight; tick <= to; tick += step) if (tick >= from) ticks.push(tick);
  return ticks;
};

/** A tick in words: the hour, at midnight the day; over a long time the month. */
export const axisTime = (time: number, spanMs: number): string => {
  const date = new Date(time);
  const month = MONTHS[date.getMonth()] ?? '';
  if (spanMs > 300 * DAY) return `${month} ${date.getFullYear()}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return clock === '00:00' || spanMs > 8 * DAY ? `${date.getDate()} ${month}` : clock;
};
