const STEPS: readonly (readonly [limit: number, size: number, unit: string])[] = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
];

/** `4 s`, `12 min`, `3 h`, `5 d`. Seconds; a negative age (a clock that is ahead) counts as none. */
export const formatAge = (seconds: number): string => {
  const age = Math.max(0, Math.floor(seconds));
  for (const [limit, size, unit] of STEPS) {
    if (age < limit) return `${Math.floor(age / size)} ${unit}`;
  }
  return `${Math.floor(age / 86_400)} d`;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:02:11`, local time of the reader. */
export const formatClock = (time: string): string => {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};

/** `2026-11-20 14:02:11.000 UTC`: the exact time, for a hover. */
export const formatExact = (time: string): string =>
  `${new Date(time).toISOString().replace('T', ' ').replace('Z', '')} UTC`;

/** `2026-11-20 14:02`, local time of the reader. */
export const formatMinute = (time: string): string => {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** `14:02:11.999`, local time of the reader. */
export const formatMillis = (time: string): string =>
  `${formatClock(time)}.${String(new Date(time).getMilliseconds()).padStart(3, '0')}`;
