import { describe, expect, test } from 'vitest';
import { type Screened, type ScreenInput, screen } from '../../../../shared/domain/market/screen.ts';
import { bar, print, sample } from '../../../fixtures/trades.ts';

/** The bound is a quarter; `cursor` -1: everything is news. */
const screened = (elements: ScreenInput['elements'], changes: Partial<ScreenInput> = {}): Screened =>
  screen({
    elements,
    completeTo: 1_000_000,
    cursor: -1,
    bound: 0.25,
    suspects: [],
    now: 2_000_000,
    secondOpinion: undefined,
    ...changes,
  });

const good = bar(0, 100, 101, 99, 100);
/** What a second read shows while the first is remembered. */
const again = (elements: ScreenInput['elements'], first: Screened, now: number) =>
  screened(elements, { suspects: first.suspects, now });

describe('7.1 prices that cannot be true (design rule 6)', () => {
  test.each([
    ['zero', bar(60_000, 100, 101, 0, 100)],
    ['negative', bar(60_000, 100, 101, -1, 100)],
    ['not a number', bar(60_000, 100, 101, Number.NaN, 100)],
    ['infinite', bar(60_000, 100, Number.POSITIVE_INFINITY, 99, 100)],
    ['high below low', bar(60_000, 100, 99, 101, 100)],
    ['open above high', bar(60_000, 102, 101, 99, 100)],
    ['a print of zero', print(60_000, 0)],
    ['a sample of NaN', sample(60_000, Number.NaN)],
  ])('%s: the path waits before it', (_, bad) => {
    const result = screened([good, bad, bar(120_000, 100, 101, 99, 100)]);
    expect(result.elements).toEqual([good]);
    expect(result.completeTo).toBe(59_999);
    expect(result.suspects).toMatchObject([{ time: 60_000, since: 2_000_000 }]);
  });

  test('a second read does not confirm what cannot be', () => {
    const path = [good, bar(60_000, 100, 101, 0, 100)];
    expect(again(path, screened(path), 2_010_000).elements).toEqual([good]);
  });

  test('it waits two minutes at most: then the span is a blind window and the path goes on', () => {
    const next = bar(120_000, 100, 101, 99, 100);
    const path = [good, bar(60_000, 100, 101, 0, 100), next];
    const first = screened(path);
    expect(again(path, first, 2_119_999).blind).toEqual([]);
    const after = again(path, first, 2_120_000);
    expect(after).toEqual({
      elements: [good, next],
      completeTo: 1_000_000,
      waits: false,
      suspects: [],
      blind: [{ from: 60_000, to: 119_999, reason: 'suspect_price' }],
    });
  });
});

describe('7.2 prices out of bounds', () => {
  test('exactly a quarter away is within the bound', () => {
    const path = [good, bar(60_000, 100, 125, 75, 100)];
    expect(screened(path).elements).toEqual(path);
  });

  test.each([
    ['a high above it', bar(60_000, 100, 125.01, 99, 100)],
    ['a low below it', bar(60_000, 100, 101, 74.99, 100)],
    ['a print', print(60_000, 126)],
  ])('%s is held back, and counts like any other once a second read shows it unchanged', (_, far) => {
    const path = [good, far];
    const first = screened(path);
    expect(first).toMatchObject({
      elements: [good],
      completeTo: 59_999,
      waits: true,
      suspects: [{ time: 60_000 }],
    });
    const second = again(path, first, 2_010_000);
    expect(second).toMatchObject({ elements: path, completeTo: 1_000_000, waits: false, blind: [] });
  });

  test('a second read that differs confirms nothing, and waits since the first', () => {
    const first = screened([good, bar(60_000, 100, 200, 99, 100)]);
    const second = again([good, bar(60_000, 100, 190, 99, 100)], first, 2_010_000);
    expect(second).toMatchObject({ elements: [good], suspects: [{ time: 60_000, since: 2_000_000 }] });
  });

  test('the bound is held against the last price before it: the close, not the open', () => {
    const path = [good, bar(60_000, 100, 120, 100, 120), bar(120_000, 120, 149, 118, 121)];
    expect(screened(path).elements).toEqual(path);
  });

  test('a sample is confirmed by a second source, not by a second read', () => {
    const path = [sample(0, 100), sample(60_000, 130)];
    const first = screened(path);
    expect(again(path, first, 2_010_000).elements).toHaveLength(1);
    expect(screened(path, { secondOpinion: 101 }).elements).toHaveLength(1);
    expect(screened(path, { secondOpinion: 129 }).elements).toEqual(path);
  });

  test('what was confirmed stays so while the look-back shows it', () => {
    const path = [good, bar(60_000, 100, 200, 99, 100)];
    const second = again(path, screened(path), 2_010_000);
    const third = screened(path, { suspects: second.suspects, cursor: 119_999 });
    expect(third.elements).toEqual(path);
    expect(third.suspects).toEqual(second.suspects);
  });

  test('a sample that was given up as blind fires nothing in a later pass that looks back', () => {
    const path = [sample(0, 100), sample(60_000, 1), sample(300_000, 100)];
    const given = again(path, screened(path), 2_120_000);
    expect(given.blind).toEqual([{ from: 60_000, to: 60_000, reason: 'suspect_price' }]);
    const later = screened(path, {
      suspects: given.suspects,
      cursor: given.completeTo,
      now: 2_130_000,
    });
    expect(later.elements).toEqual([sample(0, 100), sample(300_000, 100)]);
  });
});
