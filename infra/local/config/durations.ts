const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `90s`, `10m`, `36h`, `7d`, `2w` in ms; undefined where the text is no duration. */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const length = UNITS[unit];
  return count && length && Number(count) > 0 ? Number(count) * length : undefined;
};
