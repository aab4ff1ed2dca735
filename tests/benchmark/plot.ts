import type { Section } from './report.ts';

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Panel {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const WIDTH = 460;
const HEIGHT = 320;
const MARGIN = { left: 62, right: 16, top: 40, bottom: 50 };
const TEXT = '#334155';
const GRID = '#cbd5e1';

const decades = (values: readonly number[]): [number, number] => [
  Math.floor(Math.log10(Math.min(...values))),
  Math.ceil(Math.log10(Math.max(...values))),
];
const told = (value: number): string => (value >= 1 ? value.toLocaleString('en-US') : String(value));

/** One panel with logarithmic axes: equal steps are equal factors. */
const panelText = ({ title, x, y, series }: Panel, left: number): string => {
  const points = series.flatMap((one) => one.points);
  const [x0, x1] = decades(points.map(([value]) => value));
  const [y0, y1] = decades(points.map(([, value]) => value));
  const width = WIDTH - MARGIN.left - MARGIN.right;
  const height = HEIGHT - MARGIN.top - MARGIN.bottom;
  const atX = (value: number) =>
    left + MARGIN.left + ((Math.log10(value) - x0) / Math.max(1, x1 - x0)) * width;
  const atY = (value: number) =>
    MARGIN.top + height - ((Math.log10(value) - y0) / Math.max(1, y1 - y0)) * height;
  const fixed = (value: number) => value.toFixed(1);
  const steps = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step));
  const label = (at: readonly [number, number], anchor: string, text: string, more = '') =>
    `<text x="${fixed(at[0])}" y="${fixed(at[1])}" text-anchor="${anchor}"${more}>${text}</text>`;
  const line = (from: readonly [number, number], to: readonly [number, number]) =>
    `<line x1="${fixed(from[0])}" y1="${fixed(from[1])}" x2="${fixed(to[0])}" y2="${fixed(to[1])}" stroke="${GRID}"/>`;
  const [bottom, right] = [MARGIN.top + height, left + MARGIN.left + width];
  const middle = left + MARGIN.left + width / 2;
  return [
    label([middle, 20], 'middle', title, ' font-weight="600"'),
    ...steps(x0, x1).flatMap((value) => [
      line([atX(value), MARGIN.top], [atX(value), bottom]),
      label([atX(value), bottom + 16], 'middle', told(value)),
    ]),
    ...steps(y0, y1).flatMap((value) => [
      line([left + MARGIN.left, atY(value)], [right, atY(value)]),
      label([left + MARGIN.left - 6, atY(value) + 4], 'end', told(value)),
    ]),
    label([middle, bottom + 36], 'middle', x),
    label(
      [left + 14, MARGIN.top + height / 2],
      'middle',
      y,
      ` transform="rotate(-90 ${left + 14} ${MARGIN.top + height / 2})"`,
    ),
    ...series.flatMap(({ name, colour, points: own }, index) => [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${own.map(([px, py]) => `${fixed(atX(px))},${fixed(atY(py))}`).join(' ')}"/>`,
      ...own.map(
        ([px, py]) => `<circle cx="${fixed(atX(px))}" cy="${fixed(atY(py))}" r="3" fill="${colour}"/>`,
      ),
      label([left + MARGIN.left + 8, MARGIN.top + 16 + index * 16], 'start', name, ` fill="${colour}"`),
    ]),
  ].join('\n  ');
};

/** Panels side by side, as an SVG that a page shows on light and dark ground alike. */
export const plotOf = (panels: readonly Panel[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panels.length * WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="${TEXT}">`,
    '  <title>Read units of a tick, by the trades that wait and by those that fire, beside a scan</title>',
    `  <rect width="100%" height="100%" fill="#ffffff"/>`,
    `  ${panels.map((panel, index) => panelText(panel, index * WIDTH)).join('\n  ')}`,
    '</svg>',
    '',
  ].join('\n');

const pointsOf = (section: Section | undefined, x: string, y: string) =>
  (section?.rows ?? []).flatMap(({ values }): [number, number][] => {
    const [at, value] = [values[x], values[y]];
    return typeof at === 'number' && typeof value === 'number' ? [[at, value]] : [];
  });

/** Reads of a tick by what waits and by what fires, each beside a plain scan; undefined where they were not measured. */
export const readsPlot = (sections: readonly Section[]): string | undefined => {
  const waiting = sections.find(({ name }) => name === 'waiting-trades');
  const fired = sections.find(({ name }) => name === 'fired-trades');
  if (!waiting || !fired) return undefined;
  const panel = (title: string, section: Section, x: string): Panel => ({
    title,
    x,
    y: 'read units of a tick',
    series: [
      { name: 'a scan of all trades', colour: '#dc2626', points: pointsOf(section, x, 'RCU of a scan') },
      { name: 'the tick', colour: '#2563eb', points: pointsOf(section, x, 'RCU') },
    ],
  });
  return plotOf([
    panel('by trades that wait, none fires', waiting, 'waiting'),
    panel('by trades that fire, 10,000 wait', fired, 'fired'),
  ]);
};
