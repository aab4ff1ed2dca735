import { describe, expect, test } from 'vitest';
import { emptyBatch } from '../../../../shared/application/tick-state.ts';
import {
  dueOf,
  mergeMemories,
  nearestOf,
  recall,
  remember,
  settingsMark,
} from '../../../../shared/application/trigger-memory.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import type { Armed } from '../../../../shared/domain/trades/nearest.ts';
import type { BatchState, TriggerMemory } from '../../../../shared/ports/market-store.ts';

const HOUR = 3_600_000;
/** An epoch of five minutes: this moment is in the 1,000th. */
const NOW = 1_000 * 300_000 + 30_000;
const BTC = 'binance#BTC/USDT';
const SYMBOLS = ['BTC/USDT', 'ETH/USDT'] as MarketSymbol[];
const SETTINGS = { symbols: SYMBOLS, shards: 2 };

const memory = (changes: Partial<TriggerMemory> = {}): TriggerMemory => ({
  heard: 998,
  nearest: { [BTC]: { below: 90, above: 110 } },
  dueAt: null,
  shards: 2,
  settings: settingsMark(SYMBOLS, 2),
  trustedFrom: 0,
  ...changes,
});
const stored = (known: TriggerMemory | undefined, version = 7): BatchState => ({
  ...emptyBatch(0),
  version,
  ...(known ? { memory: known } : {}),
});
const armed = (below: number | null, above: number | null, dueAt: number | null = null): Armed => ({
  nearest: new Map([[BTC, { below, above }]]),
  dueAt,
});

describe('what a tick may rely on', () => {
  test('is all that the last one left, under the same settings', () => {
    expect(recall(stored(memory()), SETTINGS, NOW)).toEqual(memory());
  });

  test('is nothing for an hour where an older version wrote the state, which gave no notices', () => {
    const first = recall(stored(undefined), SETTINGS, NOW);
    expect(first).toMatchObject({ nearest: {}, trustedFrom: NOW + HOUR });
    const later = recall(
      stored({ ...first, ...memory({ trustedFrom: NOW + HOUR }) }),
      SETTINGS,
      NOW + 60_000,
    );
    expect(later).toMatchObject({ nearest: {}, trustedFrom: NOW + HOUR });
    expect(later).not.toHaveProperty('dueAt');
    expect(recall(stored(later), SETTINGS, NOW + HOUR)).toMatchObject({ trustedFrom: NOW + HOUR });
  });

  test('begins at once where the batch has never been ticked: there are no trades yet', () => {
    expect(recall(emptyBatch(0), SETTINGS, NOW)).toMatchObject({ nearest: {}, trustedFrom: 0 });
  });

  test.each([
    ['another list of symbols', { symbols: SYMBOLS.toReversed(), shards: 2 }, 2],
    ['more shards', { symbols: SYMBOLS, shards: 5 }, 5],
    ['fewer shards, of which all are still asked', { symbols: SYMBOLS, shards: 1 }, 2],
  ])('is nothing for an hour after %s', (_, settings, shards) => {
    const found = recall(stored(memory()), settings, NOW);
    expect(found).toMatchObject({ nearest: {}, shards, trustedFrom: NOW + HOUR });
  });

  test('is nothing that a clock in the future has left', () => {
    expect(recall(stored(memory({ heard: 2_000 })), SETTINGS, NOW)).toMatchObject({
      nearest: {},
      heard: 998,
    });
    const distant = recall(stored(memory({ trustedFrom: NOW + 99 * HOUR })), SETTINGS, NOW);
    expect(distant.trustedFrom).toBe(NOW + HOUR);
  });
});

describe('what is known to wait', () => {
  test('is the nearer of what is remembered and what is announced', () => {
    const notices = new Map([
      [999, armed(95, null)],
      [1_000, armed(93, 105, 5_000)],
    ]);
    expect(nearestOf(memory(), notices, BTC)).toEqual({ below: 95, above: 105 });
    expect(dueOf(memory(), notices)).toBe(5_000);
    expect(dueOf(memory({ dueAt: 4_000 }), notices)).toBe(4_000);
  });

  test('is not known of a market that is only announced', () => {
    expect(nearestOf(memory({ nearest: {} }), new Map([[999, armed(95, 105)]]), BTC)).toBeUndefined();
    const { dueAt: _, ...unknown } = memory();
    expect(dueOf(unknown, new Map([[999, armed(null, null, 1)]]))).toBeUndefined();
  });
});

describe('what a tick leaves', () => {
  const notices = new Map([
    [998, armed(95, null, 7_000)],
    [1_000, armed(99, 101)],
  ]);

  test('holds notices once their epoch ended six minutes ago; younger ones are read again', () => {
    expect(remember(memory(), notices, { nearest: {} }, NOW)).toEqual(memory());
    // The 998th epoch ends where the 999th begins: six minutes later it is folded in.
    const at = 999 * 300_000 + 360_000;
    expect(remember(memory(), notices, { nearest: {} }, at)).toEqual(
      memory({ heard: 999, nearest: { [BTC]: { below: 95, above: 110 } }, dueAt: 7_000 }),
    );
    expect(remember(memory(), notices, { nearest: {} }, at - 1)).toEqual(memory());
  });

  test('is what the indexes have shown, side by side with what they were not asked', () => {
    const at = 999 * 300_000 + 360_000;
    const seen = { nearest: { [BTC]: { below: null } }, dueAt: 9_000 };
    expect(remember(memory({ nearest: { [BTC]: { below: 90, above: 110 } } }), notices, seen, at)).toEqual(
      memory({ heard: 999, nearest: { [BTC]: { below: null, above: 110 } }, dueAt: 9_000 }),
    );
  });

  test('is merged with what another tick left meanwhile: all that either of them holds', () => {
    const mine = memory({ heard: 999, nearest: { [BTC]: { below: 90, above: null } }, dueAt: 6_000 });
    const theirs = memory({
      heard: 998,
      nearest: { [BTC]: { below: 92, above: 120 } },
      shards: 4,
      dueAt: 5_000,
    });
    const both = memory({
      heard: 999,
      nearest: { [BTC]: { below: 92, above: 120 } },
      shards: 4,
      dueAt: 5_000,
    });
    expect(mergeMemories(mine, theirs)).toEqual(both);
    expect(mergeMemories(theirs, mine)).toEqual(both);
  });

  test('where one of them does not know, nobody does', () => {
    const { dueAt: _, ...unknown } = memory({ nearest: {} });
    expect(mergeMemories(memory(), unknown)).toEqual(unknown);
    expect(mergeMemories(unknown, memory())).toEqual(unknown);
    const other = memory({ settings: 'other', trustedFrom: 5 });
    expect(mergeMemories(memory(), other)).toMatchObject({ nearest: {}, trustedFrom: 5 });
  });
});
