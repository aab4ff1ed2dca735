import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { changeOf } from '../../../shared/adapters/dynamodb/stream-changes.ts';
import { parseStreamRecord } from '../../../shared/adapters/dynamodb/stream-image.ts';
import { toItem } from '../../../shared/adapters/dynamodb/trade-item.ts';
import { pending } from '../../fixtures/trades.ts';

const TABLES = { market: 'm', trades: 't', users: 'u' };
type Item = Record<string, unknown>;

/** A record as Lambda hands it over. */
const record = (table: string, key: Item, before?: Item, after?: Item) => ({
  eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
  eventSourceARN: `arn:aws:dynamodb:eu-central-1:1:table/${table}/stream/2026-11-21T00:00:00.000`,
  dynamodb: {
    SequenceNumber: '100',
    Keys: marshall(key),
    ...(before ? { OldImage: marshall({ ...key, ...before }, { removeUndefinedValues: true }) } : {}),
    ...(after ? { NewImage: marshall({ ...key, ...after }, { removeUndefinedValues: true }) } : {}),
  },
});
const change = (...args: Parameters<typeof record>) => changeOf(TABLES)(parseStreamRecord(record(...args)));

const USER = { pk: 'user#ann', sk: 'profile' };
const STATE = { pk: 'state', sk: '0000' };

describe('what a record of a stream means', () => {
  test('a trade in another version is news; in the same, or what lies beside trades, is none', () => {
    const key = { userId: 'ann', tradeId: 'T1' };
    const item = toItem(pending({ userId: 'ann', version: 1 }), 1) as Item;
    const next = toItem(pending({ userId: 'ann', version: 2 }), 1) as Item;
    expect(change('t', key, undefined, item)).toMatchObject({ kind: 'trade', after: { version: 1 } });
    expect(change('t', key, item, next)).toMatchObject({
      kind: 'trade',
      before: { version: 1 },
      after: { version: 2 },
    });
    expect(change('t', key, item, { ...item, parked: 'a reason' })).toBeUndefined();
    expect(change('t', key, item)).toBeUndefined();
    expect(change('t', { userId: 'ann', tradeId: 'client#1' }, undefined, { bodyHash: 'x' })).toBeUndefined();
  });

  test.each([
    [
      'a key that is gone',
      { pk: 'user#ann', sk: 'key#k1' },
      { name: 'x' },
      undefined,
      { kind: 'key_revoked', userId: 'ann', keyId: 'k1' },
    ],
    ['a key that was used', { pk: 'user#ann', sk: 'key#k1' }, { name: 'x' }, { name: 'y' }, undefined],
    [
      'signed out everywhere',
      USER,
      { sessionsFrom: 5 },
      { sessionsFrom: 9 },
      { kind: 'sessions_ended', userId: 'ann', from: 9 },
    ],
    ['for the first time', USER, {}, { sessionsFrom: 9 }, { kind: 'sessions_ended', userId: 'ann', from: 9 }],
    [
      'a write that was counted',
      USER,
      { sessionsFrom: 9, writesFullAt: 1 },
      { sessionsFrom: 9, writesFullAt: 2 },
      undefined,
    ],
    ['being erased', USER, {}, { erasing: true }, { kind: 'user_erased', userId: 'ann' }],
    ['erased', USER, { erasing: true }, undefined, { kind: 'user_erased', userId: 'ann' }],
    [
      'a board',
      { pk: 'board', sk: 'numbers' },
      { checkedAt: 1 },
      { checkedAt: 2 },
      { kind: 'board', before: 1, after: 2 },
    ],
    ['names of the board', { pk: 'board', sk: 'names' }, { writtenAt: 1 }, { writtenAt: 2 }, undefined],
    ['the roster', { pk: 'roster', sk: 'roster' }, { version: 1 }, { version: 2 }, undefined],
  ] as const)('%s', (_, key, before, after, expected) => {
    const table = key.pk.startsWith('user#') ? 'u' : 'm';
    expect(change(table, key, before, after)).toEqual(expected);
  });

  test.each([
    ['m', STATE, { markets: 'no json', slot: 1 }],
    ['m', { pk: 'candles#x', sk: '1' }, {}],
    ['m', { pk: 'board', sk: 'numbers' }, { checkedAt: 'soon' }],
    ['t', { userId: 'ann', tradeId: 'T1' }, { version: 1, secret: 'what nobody may read' }],
    ['u', { pk: 'user#ann', sk: 'account#main' }, { cash: 'a lot' }],
    ['u', USER, { sessionsFrom: 'never' }],
  ] as const)(
    'a corrupt image of %s %j is said to be one, by its key, and throws nothing',
    (table, key, after) => {
      const found = change(table, key, undefined, after);
      expect(found).toMatchObject({ kind: 'corrupt', key: JSON.stringify(key) });
      expect(JSON.stringify(found)).not.toContain('what nobody may read');
    },
  );

  test('of a row of candles the markets that it says something new of, and whether it said something else before', () => {
    const key = { pk: 'candles#3', sk: '1795167540000' };
    const [btc, eth, sol] = ['binance#BTC/USDT', 'binance#ETH/USDT', 'binance#SOL/USDT'];
    const before = { [btc]: '1 1 1 1 1', [eth]: '2 2 2 2 2' };
    const found = change('m', key, before, { ...before, [btc]: '1 9 1 1 1', [sol]: '3 3 3 3 3' });
    expect(found).toMatchObject({
      kind: 'minutes',
      minutes: [
        { batch: 3, openTime: 1_795_167_540_000, symbol: 'BTC/USDT', candle: { high: 9 }, isMended: true },
        { symbol: 'SOL/USDT', candle: { high: 3 }, isMended: false },
      ],
    });
  });

  test('what is no record is refused', () => {
    expect(() => parseStreamRecord({ eventName: 'INSERT' })).toThrow();
    expect(changeOf(TABLES)(parseStreamRecord(record('other', USER, {}, { erasing: true })))).toBeUndefined();
  });
});
