const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, step) => String.fromCodePoint(from + step)).join('');

/** All that the dashboard's own words and numbers are written with; a name somebody typed may need more, and gets the whole font. */
export const GLYPHS = `${range(0x20, 0x7e)}\u00a0·×°±€–—‘’“”…•−→▲▼`;

/** The weights in use: normal, medium and semibold. */
export const WEIGHTS = { min: 400, max: 600, default: 400 } as const;
