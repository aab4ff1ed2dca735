import { describe, expect, it } from 'vitest';
import { shardsFor } from '../../benchmark/measures/shards.ts';
import { parseOptions } from '../../benchmark/options.ts';
import { sectionText } from '../../benchmark/print.ts';
import { type Section, summaryOf } from '../../benchmark/report.ts';

const section: Section = {
  name: 'ticks',
  title: 'Ticks',
  rows: [
    { name: 'one', values: { RCU: 2.5 }, budget: [{ value: 2.5, limit: 2.5, unit: 'RCU' }] },
    {
      name: 'a hundred',
      values: { RCU: 1_000, WCU: 3 },
      budget: [
        { value: 1_000, limit: 4, unit: 'RCU' },
        { value: 3, limit: 2, unit: 'WCU' },
      ],
    },
    { name: 'for information', values: { WCU: 1 } },
  ],
  notes: ['a note'],
};

it('a table: names to the left, numbers to the right, a verdict for each budget', () => {
  expect(sectionText(section).split('\n')).toEqual([
    'Ticks',
    '',
    '                     RCU  WCU              budget',
    '  one                2.5               <= 2.5 RCU    ok',
    '  a hundred        1,000    3  <= 4 RCU, <= 2 WCU  over',
    '  for information           1',
    '  * a note',
  ]);
});

it('the limit itself keeps the budget; a row is over once, and says by what', () => {
  expect(summaryOf([section])).toEqual({
    kept: 1,
    over: 1,
    overruns: ['ticks, a hundred: 1000 RCU, budget 4', 'ticks, a hundred: 3 WCU, budget 2'],
  });
});

describe('options', () => {
  it('defaults to all measures in full', () => {
    expect(parseOptions([], ['a'])).toEqual({
      json: undefined,
      plot: undefined,
      quick: false,
      only: undefined,
    });
  });
  it('names what --only can be', () => {
    expect(parseOptions(['--only', 'a,b', '--plot', 'f'], ['a', 'b'])).toMatchObject({
      only: 'a,b',
      plot: 'f',
    });
    expect(() => parseOptions(['--only', 'x'], ['a', 'b'])).toThrow('--only: "x" is none of a, b');
  });
});

/** Two index writes a fill, a thousand a second in a partition. */
it.each([
  [1, 1],
  [500, 1],
  [501, 2],
  [10_000, 20],
])('%i fills a second ask for %i shards', (fills, expected) => {
  expect(shardsFor(fills)).toBe(expected);
});
