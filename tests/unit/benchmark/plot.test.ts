import { expect, test } from 'vitest';
import { plotOf, readsPlot } from '../../benchmark/plot.ts';

const panel = {
  title: 'Reads',
  x: 'trades',
  y: 'RCU',
  series: [
    {
      name: 'flat',
      colour: '#000000',
      points: [
        [1, 10],
        [10, 10],
        [100, 10],
      ],
    },
    {
      name: 'steep',
      colour: '#ff0000',
      points: [
        [1, 1],
        [100, 100],
      ],
    },
  ],
} as const;

test('equal factors are equal steps: a flat line is level, a proportional one is straight from corner to corner', () => {
  const svg = plotOf([panel]);
  const lines = [...svg.matchAll(/<polyline .*? points="(.*?)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number)),
  );
  // The panel is 382 wide from 62, and 230 high from 40: two decades each way.
  expect(lines).toEqual([
    [
      [62, 155],
      [253, 155],
      [444, 155],
    ],
    [
      [62, 270],
      [444, 40],
    ],
  ]);
  expect(svg).toContain('>100</text>');
});

test('is drawn only where both of its measures were taken', () => {
  const section = (name: string, x: string) => ({
    name,
    title: '',
    notes: [],
    rows: [{ name: '', values: { [x]: 1, RCU: 2, 'RCU of a scan': 3 } }],
  });
  expect(readsPlot([section('waiting-trades', 'waiting')])).toBeUndefined();
  expect(readsPlot([section('waiting-trades', 'waiting'), section('fired-trades', 'fired')])).toContain(
    '<svg',
  );
});
