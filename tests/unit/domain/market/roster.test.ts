import { describe, expect, test } from 'vitest';
import {
  batchesOf,
  batchOfSlot,
  EMPTY_ROSTER,
  entryOf,
  followedIn,
  isWanted,
  type Roster,
  reviewed,
  want,
} from '../../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 20, 9);
const symbol = (name: string | number) => `C${name}/USDT` as MarketSymbol;
const many = (count: number, from = 0) => Array.from({ length: count }, (_, at) => symbol(from + at));

const wanted = (
  roster: Roster,
  symbols: readonly MarketSymbol[],
  { by = 'ann', until = NOW + 2 * HOUR, limits = { followed: 500, begun: 100 } } = {},
) => want(roster, symbols, { by, until, limits });
const with_ = (...args: Parameters<typeof wanted>): Roster => {
  const answer = wanted(...args);
  if ('over' in answer) throw new Error(answer.over);
  return answer.roster;
};
const review = (roster: Roster, changes: Partial<Parameters<typeof reviewed>[1]> = {}) =>
  reviewed(roster, { used: new Map(), now: NOW, wall: NOW, isHeld: () => false, ...changes });
const slots = (roster: Roster) => roster.entries.map(({ slot }) => slot);

describe('who wants a symbol', () => {
  test('gets the lowest free slot, twenty to a batch from 1000 on', () => {
    const roster = with_(EMPTY_ROSTER, many(41));
    expect(slots(roster)).toEqual(Array.from({ length: 41 }, (_, at) => at));
    expect([0, 19, 20, 40].map(batchOfSlot)).toEqual([1_000, 1_000, 1_001, 1_002]);
    expect(batchesOf(roster)).toEqual([1_000, 1_001, 1_002]);
    expect(followedIn(roster, 1_002)).toEqual([symbol(40)]);
  });

  test('finds it wanted an hour longer than asked, so that who comes within it changes nothing', () => {
    const roster = with_(EMPTY_ROSTER, [symbol(1)]);
    expect(isWanted(roster, symbol(1), NOW + 3 * HOUR)).toBe(true);
    expect(isWanted(roster, symbol(1), NOW + 3 * HOUR + 1)).toBe(false);
    expect(isWanted(roster, symbol(2), NOW)).toBe(false);
    expect(with_(roster, [symbol(1)], { until: NOW + 3 * HOUR })).toEqual(roster);
    const later = with_(roster, [symbol(1)], { by: 'bob', until: NOW + 4 * HOUR });
    expect(entryOf(later, symbol(1))).toEqual({
      symbol: symbol(1),
      slot: 0,
      by: 'ann',
      wantedUntil: NOW + 5 * HOUR,
    });
  });

  test('is refused where there are too many, of all or of one user; what is followed already is not', () => {
    const limits = { followed: 6, begun: 4 };
    const roster = with_(EMPTY_ROSTER, many(4), { limits });
    expect(wanted(roster, [symbol(4)], { limits })).toEqual({ over: 'begun' });
    expect(wanted(roster, many(4), { limits, until: NOW + 9 * HOUR })).toMatchObject({ begun: [] });
    const both = with_(roster, many(2, 4), { by: 'bob', limits });
    expect(wanted(both, [symbol(6)], { by: 'bob', limits })).toEqual({ over: 'followed' });
    expect(wanted(both, many(6), { by: 'eve', limits })).toMatchObject({ begun: [] });
  });
});

describe('a complete pass', () => {
  const used = (...symbols: MarketSymbol[]) => new Map(symbols.map((one) => [one, new Set(['bob'])]));

  test('prolongs what is in use, and gives it to who uses it', () => {
    const roster = with_(EMPTY_ROSTER, many(2));
    const next = review(roster, { used: used(symbol(0)), now: NOW + 9 * HOUR });
    expect(entryOf(next, symbol(0))).toEqual({
      symbol: symbol(0),
      slot: 0,
      by: 'bob',
      wantedUntil: NOW + 12 * HOUR,
    });
    expect(followedIn(next)).toEqual([symbol(0)]);
  });

  test('ends what nobody has wanted for an hour, and not a moment sooner', () => {
    // Wanted until three hours from now.
    const roster = with_(EMPTY_ROSTER, [symbol(0)]);
    expect(review(roster, { now: NOW + 4 * HOUR - 1 })).toEqual(roster);
    const ended = review(roster, { now: NOW + 4 * HOUR, wall: 77 * HOUR });
    expect(followedIn(ended)).toEqual([]);
    expect(entryOf(ended, symbol(0))?.goneAt).toBe(77 * HOUR);
    // Its batch is ticked on, that it drops the market.
    expect(batchesOf(ended)).toEqual([1_000]);
  });

  test('keeps the slot for an hour, and as long as the state holds the market: who comes back gets the same', () => {
    const roster = with_(EMPTY_ROSTER, many(2));
    const ended = review(roster, { now: NOW + 4 * HOUR, wall: NOW });
    expect(entryOf(with_(ended, [symbol(1)]), symbol(1))).toMatchObject({ slot: 1 });
    expect(entryOf(with_(ended, [symbol(7)]), symbol(7))).toMatchObject({ slot: 2 });
    const early = review(ended, { now: NOW + 5 * HOUR, wall: NOW + HOUR - 1 });
    expect(slots(early)).toEqual([0, 1]);
    const held = review(ended, { wall: NOW + HOUR, isHeld: (one) => one === symbol(0) });
    expect(slots(held)).toEqual([0]);
    expect(slots(with_(held, [symbol(7)]))).toEqual([0, 1]);
  });

  test('takes up what trades wait in and nobody follows, whatever the limits', () => {
    const next = review(EMPTY_ROSTER, { used: used(...many(600)) });
    expect(followedIn(next)).toHaveLength(600);
  });

  test('brings back what is in use again', () => {
    const ended = review(with_(EMPTY_ROSTER, [symbol(0)]), { now: NOW + 4 * HOUR });
    const back = review(ended, { used: used(symbol(0)), now: NOW + 5 * HOUR });
    expect(followedIn(back)).toEqual([symbol(0)]);
    expect(entryOf(back, symbol(0))).not.toHaveProperty('goneAt');
  });
});
