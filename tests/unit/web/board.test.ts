import { describe, expect, test } from 'vitest';
import type { BoardRow } from '../../../web/src/api.ts';
import { boardPrice, shortAmount } from '../../../web/src/features/board/numbers.ts';
import { BY_RANK, nextOrder, searched, sorted } from '../../../web/src/features/board/order.ts';
import { sparkPoints, thinned } from '../../../web/src/features/board/sparkline.ts';
import { listInSight, withList, withSymbol } from '../../../web/src/features/board/watchlists.ts';

const row = (rank: number, base: string, name: string, change: string | null): BoardRow => ({
  rank,
  base,
  name,
  price: '1',
  changePercent1h: null,
  changePercent24h: change,
  changePercent7d: null,
  volume24h: null,
  marketCap: null,
  sparkline: null,
  symbol: null,
});
const rows = [
  row(1, 'BTC', 'Bitcoin', '-0.5'),
  row(2, 'ETH', 'Ethereum', '10'),
  row(3, 'XYZ', 'Unknown', null),
  row(4, 'BCH', 'Bitcoin Cash', '9'),
];
const bases = (list: readonly BoardRow[]): string[] => list.map(({ base }) => base);

describe('the board in order', () => {
  test('numbers are sorted as numbers, either way, and what is unknown stands last', () => {
    expect(bases(sorted(rows, { key: 'changePercent24h', descending: true }))).toEqual([
      'ETH',
      'BCH',
      'BTC',
      'XYZ',
    ]);
    expect(bases(sorted(rows, { key: 'changePercent24h', descending: false }))).toEqual([
      'BTC',
      'BCH',
      'ETH',
      'XYZ',
    ]);
  });

  test('equal rows keep their rank', () => {
    expect(bases(sorted(rows, { key: 'price', descending: true }))).toEqual(bases(rows));
  });

  test('a column begins with what matters in it, and turns round the second time', () => {
    const byChange = nextOrder(BY_RANK, 'changePercent24h');
    expect(byChange).toEqual({ key: 'changePercent24h', descending: true });
    expect(nextOrder(byChange, 'changePercent24h')).toEqual({ key: 'changePercent24h', descending: false });
    expect(nextOrder(byChange, 'name')).toEqual({ key: 'name', descending: false });
  });

  test('a search finds names and tickers, those that begin with it first', () => {
    expect(bases(searched(rows, ' bitcoin '))).toEqual(['BTC', 'BCH']);
    expect(bases(searched(rows, 'B'))).toEqual(['BTC', 'BCH']);
    expect(bases(searched(rows, 'eth'))).toEqual(['ETH']);
    expect(searched(rows, '')).toBe(rows);
  });
});

describe('the line of seven days', () => {
  test('runs from edge to edge, the least at the bottom', () => {
    expect(sparkPoints([1, 3, 2], 10, 4)).toBe('0,4 5,0 10,2');
  });
  test('a flat one runs through the middle, and one value is no line', () => {
    expect(sparkPoints([5, 5], 10, 4)).toBe('0,2 10,2');
    expect(sparkPoints([5], 10, 4)).toBe('');
  });
  test('is thinned evenly and keeps both ends', () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([0, 2, 4, 6, 8]);
    expect(thinned([1, 2], 5)).toEqual([1, 2]);
  });
});

describe('numbers of the board', () => {
  test('a price shows its first five digits, and at least cents', () => {
    expect(boardPrice('64502')).toBe('64,502.00');
    expect(boardPrice('0.5807149')).toBe('0.58071');
    expect(boardPrice('0.0000123456')).toBe('0.000012346');
  });
  test('large amounts are short', () => {
    expect([shortAmount('1280000000000'), shortAmount('31200000000'), shortAmount('999')]).toEqual([
      '1.28 T',
      '31.20 B',
      '999.00',
    ]);
  });
});

describe('watchlists', () => {
  const lists = [
    { id: '1', name: 'One', symbols: ['BTC/USDT'], version: 1 },
    { id: '2', name: 'Two', symbols: [], version: 1 },
  ];
  test('a star goes on last, and off again', () => {
    expect(withSymbol(['BTC/USDT'], 'ETH/USDT', true)).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(withSymbol(['BTC/USDT'], 'BTC/USDT', true)).toEqual(['BTC/USDT']);
    expect(withSymbol(['BTC/USDT', 'ETH/USDT'], 'BTC/USDT', false)).toEqual(['ETH/USDT']);
    expect(
      withList(lists, { ...lists[0], version: 2 } as (typeof lists)[0]).map(({ version }) => version),
    ).toEqual([2, 1]);
  });
  test('stars are those of the list in sight; among all coins those of the first', () => {
    expect([listInSight(lists, '2')?.name, listInSight(lists, undefined)?.name]).toEqual(['Two', 'One']);
    expect(listInSight([], undefined)).toBeUndefined();
  });
});
