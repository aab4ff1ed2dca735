import { describe, expect, test } from 'vitest';
import { parseSettleMessage, toSettleBody } from '../../../shared/adapters/sqs/settle-message.ts';
import type { MarketHits } from '../../../shared/application/find-hits.ts';
import { handOver } from '../../../shared/application/hand-over.ts';
import type { MarketPass } from '../../../shared/application/tick-paths.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { MarketState } from '../../../shared/ports/market-store.ts';
import type { SettleMessage } from '../../../shared/ports/settle-queue.ts';

const NOW = 1_700_000_000_000;
const BEFORE = NOW - 300_000;

const pass = (name: string, handed?: MarketState['handed']): MarketPass => {
  const symbol = name as MarketSymbol;
  const next = {
    venue: 'binance',
    symbol,
    cursor: NOW,
    before: BEFORE,
    ...(handed ? { handed } : {}),
  } as const;
  const window = { elements: [], venue: 'binance', resolution: '1s', before: BEFORE } as const;
  return {
    next,
    window: { ...window, completeTo: NOW, previousCursor: NOW },
    blind: [],
    quiet: [],
    more: false,
  };
};
const keys = (name: string, count: number, users = count) =>
  Array.from({ length: count }, (_, index) => ({ userId: `u${index % users}`, tradeId: `${name}-${index}` }));
const due = (name: string, count: number, dueAt: number) =>
  keys(name, count).map((key) => ({ ...key, market: `binance#${name}`, dueAt }));
const share = (
  markets: Readonly<Record<string, Partial<MarketHits>>>,
  { shards = 1, handed }: { shards?: number; handed?: MarketState['handed'] } = {},
) => {
  const hits = Object.entries(markets).map(
    ([name, found]) =>
      [`binance#${name}`, { below: undefined, above: undefined, due: [], ...found }] as const,
  );
  const passes = Object.keys(markets).map((name) => [`binance#${name}`, pass(name, handed)] as const);
  return handOver(3, { markets: new Map(hits), askedDue: true }, new Map(passes), shards, NOW);
};

describe('what a tick hands over', () => {
  test('is nothing up to two hundred trades', () => {
    const { own, messages, held } = share({ 'BTC/USDT': { below: keys('b', 200) } });
    expect([own.length, messages.length, held.size]).toEqual([200, 0, 0]);
  });

  test('is the largest group; the small ones of every market it settles itself', () => {
    const { own, messages, held } = share({
      'BTC/USDT': { below: keys('b', 5_000), due: due('BTC/USDT', 20, NOW) },
      'ETH/USDT': { above: keys('e', 150) },
      'SOL/USDT': { below: keys('s', 30) },
    });
    expect(own).toHaveLength(200);
    expect([...held]).toEqual(['binance#BTC/USDT']);
    expect(messages.reduce((sum, { message }) => sum + message.trades.length, 0)).toBe(5_000);
    expect(messages.every(({ message }) => message.symbol === 'BTC/USDT' && message.batch === 3)).toBe(true);
  });

  test('comes in groups of a hundred, users together, and each trade once though both sides show it', () => {
    const both = keys('b', 1_000, 50);
    const { messages } = share({ 'BTC/USDT': { below: both, above: both.slice(0, 500) } });
    expect(messages.map(({ message }) => message.trades.length)).toEqual(Array(10).fill(100));
    // 50 users with 20 trades each: five in a message.
    for (const { message } of messages)
      expect(new Set(message.trades.map(({ userId }) => userId)).size).toBe(5);
  });

  test('is held back so that no index partition gets more than it bears: 450 trades a second and shard', () => {
    const delays = (shards: number) =>
      share({ 'BTC/USDT': { below: keys('b', 10_000) } }, { shards }).messages.map(
        ({ delaySeconds }) => delaySeconds,
      );
    const one = delays(1);
    expect(one[0]).toBe(0);
    // The hundredth group begins behind 9,900 trades: 22 s.
    expect(one.at(-1)).toBe(22);
    for (let second = 0; second <= 22; second++)
      expect(one.filter((delay) => delay === second).length * 100).toBeLessThanOrEqual(500);
    expect(delays(4).at(-1)).toBe(5);
  });

  test('is not handed over twice while it is not overdue, and the market is held all the same', () => {
    const handed = { until: NOW + 1, attempt: 2 };
    const waiting = share({ 'BTC/USDT': { below: keys('b', 300) } }, { handed });
    expect(waiting.messages).toEqual([]);
    expect([...waiting.handed.values()]).toEqual([handed]);
    expect(waiting.held.size).toBe(1);
    const overdue = share({ 'BTC/USDT': { below: keys('b', 300) } }, { handed: { until: NOW, attempt: 2 } });
    expect(overdue.messages.map(({ message }) => message.attempt)).toEqual([3, 3, 3]);
    // 300 trades at a slow 100 a second, and a minute.
    expect(overdue.messages[0]?.message.until).toBe(NOW + 63_000);
  });

  test('holds no cursor where its path is owed anyway', () => {
    const parked = share({ 'BTC/USDT': { due: due('BTC/USDT', 300, BEFORE) } });
    expect([parked.held.size, parked.messages.length]).toEqual([0, 3]);
    const fresh = share({ 'BTC/USDT': { due: due('BTC/USDT', 300, BEFORE + 1) } });
    expect(fresh.held.size).toBe(1);
  });
});

describe('a message of trades', () => {
  const message: SettleMessage = {
    batch: 3,
    venue: 'binance',
    symbol: 'BTC/USDT' as MarketSymbol,
    trades: keys('t', 5, 2).toSorted((left, right) => left.userId.localeCompare(right.userId)),
    until: NOW + 0.5,
    attempt: 1,
  };

  test('reads as it was written', () => {
    expect(parseSettleMessage(JSON.stringify(toSettleBody(message)))).toEqual(message);
  });

  test('ten of the largest fit one call of SQS, 256 kB', () => {
    const trades = Array.from({ length: 100 }, (_, index) => ({
      userId: `${index}`.padEnd(128, 'u'),
      tradeId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    }));
    expect(10 * JSON.stringify(toSettleBody({ ...message, trades })).length).toBeLessThan(262_144);
  });

  test.each([
    '',
    '{}',
    '[]',
    JSON.stringify({ ...message, trades: { u: [] } }),
    JSON.stringify({ ...message, symbol: 'x' }),
  ])('that is none is refused: %s', (body) => {
    expect(() => parseSettleMessage(body)).toThrow();
  });
});
