import { describe, expect, test } from 'vitest';
import type { PathElement } from '../../../../shared/domain/market/path.ts';
import { type Screened, type ScreenInput, screen } from '../../../../shared/domain/market/screen.ts';
import { bar, MINUTE, print, sample } from '../../../fixtures/trades.ts';

/** Passes over a growing record, as ticks make them: each knows what the one before left. */
const passes = () => {
  let cursor = -1;
  let suspects: Screened['suspects'] = [];
  return (elements: readonly PathElement[], now: number, changes: Partial<ScreenInput> = {}): Screened => {
    const last = elements.at(-1);
    const completeTo = last?.kind === 'bar' ? last.closeTime : (last?.time ?? -1);
    const input = { elements, completeTo, cursor, bound: 0.25, suspects, now, secondOpinion: undefined };
    const screened = screen({ ...input, ...changes });
    cursor = Math.max(cursor, screened.completeTo);
    suspects = screened.suspects;
    return screened;
  };
};
const good = (minute: number) => bar(minute * MINUTE, 100, 101, 99, 100);
const zero = (minute: number) => bar(minute * MINUTE, 100, 101, 0, 100);
const blindMinutes = ({ blind }: Screened) => blind.map(({ from }) => from / MINUTE);

describe('several suspects', () => {
  test('a row that cannot be true is given up together: it was first seen together', () => {
    const pass = passes();
    const row = [good(0), zero(1), zero(2), zero(3), good(4)];
    expect(pass(row, 0)).toMatchObject({ elements: [good(0)], completeTo: MINUTE - 1, waits: true });
    const after = pass(row, 120_000);
    expect(blindMinutes(after)).toEqual([1, 2, 3]);
    expect(after).toMatchObject({ elements: [good(0), good(4)], waits: false });
  });

  test('far prices behind a held one are confirmed by the same second read', () => {
    const pass = passes();
    const swings = [good(0), bar(MINUTE, 100, 100, 60, 60), good(2), bar(3 * MINUTE, 100, 160, 100, 160)];
    expect(pass(swings, 0).elements).toEqual([good(0)]);
    expect(pass(swings, 1)).toMatchObject({ elements: swings, waits: false, blind: [] });
  });

  test('prints of one millisecond are confirmed each by its own second read', () => {
    const pass = passes();
    const sweep = [print(0, 100), print(5, 60, 1), print(5, 100, 2), print(6, 100, 3)];
    expect(pass(sweep, 0).elements).toEqual([print(0, 100)]);
    expect(pass(sweep, 1)).toMatchObject({ elements: sweep, waits: false });
  });

  test('a price that moved for good is confirmed once, and what follows it is not far', () => {
    const pass = passes();
    const moved = bar(MINUTE, 60, 61, 59, 60);
    const next = bar(2 * MINUTE, 60, 61, 59, 60);
    pass([good(0), moved], 0);
    expect(pass([good(0), moved, next], 1).elements).toEqual([good(0), moved, next]);
    expect(pass([moved, next], 2)).toMatchObject({ elements: [moved, next], waits: false });
  });

  test('no more than a hundred are remembered: the others wait for a later pass', () => {
    const pass = passes();
    const row = [good(0), ...Array.from({ length: 150 }, (_, index) => zero(index + 1)), good(151)];
    expect(pass(row, 0).suspects).toHaveLength(100);
    const second = pass(row, 120_000);
    expect(blindMinutes(second)).toHaveLength(100);
    expect(second).toMatchObject({ completeTo: 101 * MINUTE - 1, waits: true });
    expect(blindMinutes(pass(row, 240_000))).toHaveLength(50);
  });
});

describe('what was given up', () => {
  test('stays out also where it is the first that the look-back shows', () => {
    const pass = passes();
    const far = (low: number) => bar(MINUTE, 100, 100, low, 100);
    pass([good(0), far(60)], 0);
    expect(blindMinutes(pass([good(0), far(61), good(2)], 120_000))).toEqual([1]);
    expect(pass([far(62), good(2), good(3)], 130_000).elements).toEqual([good(2), good(3)]);
  });

  test('a bar counts again once two reads agree, and is no second blind window', () => {
    const pass = passes();
    const far = (low: number) => bar(MINUTE, 100, 100, low, 100);
    pass([good(0), far(60)], 0);
    pass([good(0), far(61), good(2)], 120_000);
    expect(pass([good(0), far(61), good(2)], 130_000)).toMatchObject({
      elements: [good(0), far(61), good(2)],
      blind: [],
    });
  });

  test('a bar that cannot be true never counts, and one that is corrected does', () => {
    const pass = passes();
    pass([good(0), zero(1)], 0);
    pass([good(0), zero(1), good(2)], 120_000);
    expect(pass([good(0), zero(1), good(2)], 130_000).elements).toEqual([good(0), good(2)]);
    expect(pass([good(0), good(1), good(2)], 140_000).elements).toEqual([good(0), good(1), good(2)]);
  });
});

describe('a sample needs a second source', () => {
  const path = [sample(0, 100), sample(MINUTE, 70), sample(2 * MINUTE, 71)];

  test.each([
    [undefined, 1],
    [100, 1],
    [94, 1],
    [93, 3],
    [70, 3],
    [56, 3],
    [55, 1],
  ])('70 with a second opinion of %s: %s of three', (secondOpinion, count) => {
    expect(passes()(path, 0, { secondOpinion }).elements).toHaveLength(count);
  });

  test('once confirmed it needs the second source no more', () => {
    const pass = passes();
    pass(path, 0, { secondOpinion: 70 });
    expect(pass(path, 60_000).elements).toEqual(path);
  });

  test('without one it is given up after two minutes, and never counts by being read again', () => {
    const pass = passes();
    const swing = [sample(0, 100), sample(MINUTE, 70), sample(2 * MINUTE, 100)];
    pass(swing, 0);
    expect(pass(swing, 119_999).waits).toBe(true);
    expect(pass(swing, 120_000)).toMatchObject({ waits: false, blind: [{ from: MINUTE, to: MINUTE }] });
    expect(pass(swing, 130_000).elements).toEqual([sample(0, 100), sample(2 * MINUTE, 100)]);
  });
});

test('a first price has nothing to be far from; a print is confirmed as a bar is', () => {
  const pass = passes();
  const path = [print(0, 100), print(1, 200)];
  expect(pass(path, 0).elements).toEqual([print(0, 100)]);
  expect(pass(path, 1).elements).toEqual(path);
});
