/**
 * Values as the points of a polyline in a box: the least at its bottom, the greatest at its top, in equal steps. One
 * decimal is finer than a pixel. A flat line runs through the middle; fewer than two values are no line.
 */
export const sparkPoints = (values: readonly number[], width: number, height: number): string => {
  if (values.length < 2) return '';
  const least = Math.min(...values);
  const reach = Math.max(...values) - least;
  const step = width / (values.length - 1);
  const y = (value: number): number =>
    reach === 0 ? height / 2 : height - ((value - least) / reach) * height;
  return values.map((value, index) => `${round(index * step)},${round(y(value))}`).join(' ');
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** At most so many of them, the first and the last always: a line of 60 px needs no 168 values. */
export const thinned = <T>(values: readonly T[], most: number): T[] => {
  if (values.length <= most) return [...values];
  const stride = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => values[Math.round(index * stride)] as T);
};
