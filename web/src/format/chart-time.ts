const two = (value: number): string => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

/** A moment on an axis that spans `spanMs`: the hour, the day, or the month. Local time of the reader. */
export const axisTime = (time: number, spanMs: number): string => {
  const date = new Date(time);
  if (spanMs <= 2 * DAY_MS) return `${two(date.getHours())}:${two(date.getMinutes())}`;
  const month = MONTHS[date.getMonth()] ?? '';
  if (spanMs <= 200 * DAY_MS) return `${date.getDate()} ${month}`;
  return `${month} ${date.getFullYear()}`;
};
