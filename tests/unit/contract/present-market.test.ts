import { describe, expect, it } from 'vitest';
import { presentCandles } from '../../../shared/contract/present/candles.ts';
import { presentPrice } from '../../../shared/contract/present/market.ts';
import { presentFeed, presentHealth, presentStatus } from '../../../shared/contract/present/status.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import { BTC, CREATED } from './trades.ts';

const quote = { symbol: BTC, price: 64500.1, source: 'binance', time: CREATED } as const;

describe('a price', () => {
  it('is text, its change without the noise of floats (0.1 + 0.2 is 0.30000000000000004)', () => {
    const moved = { ...quote, change24h: 0.1 + 0.2, changePercent24h: -0.47899999999 };
    expect(presentPrice({ quote: moved, ageMs: 4500, stale: false })).toEqual({
      symbol: 'BTC/USDT',
      price: '64500.1',
      change24h: '0.3',
      changePercent24h: '-0.479',
      source: 'binance',
      time: '2026-11-20T09:30:00.000Z',
      ageSeconds: 4.5,
      stale: false,
    });
  });
  it('has no change where the source does not say', () => {
    expect(presentPrice({ quote, ageMs: 0, stale: true })).toMatchObject({
      change24h: null,
      changePercent24h: null,
      stale: true,
    });
  });
});

it('candles are text, gaps are moments', () => {
  const items = [
    { openTime: CREATED, open: 1e-7, high: 2, low: 1e-7, close: 1.5, volume: quantity('4.49473') },
  ];
  expect(
    presentCandles(BTC, '1m', {
      items,
      gaps: [{ from: CREATED + 60_000, to: CREATED + 119_999 }],
      missing: [],
      indicators: [{ name: 'bb:2:2', lines: { upper: [null], lower: [1 / 3] } }],
      next: CREATED + 60_000,
    }),
  ).toEqual({
    symbol: 'BTC/USDT',
    interval: '1m',
    items: [
      {
        time: '2026-11-20T09:30:00.000Z',
        open: '0.0000001',
        high: '2',
        low: '0.0000001',
        close: '1.5',
        volume: '4.49473',
      },
    ],
    gaps: [{ from: '2026-11-20T09:31:00.000Z', to: '2026-11-20T09:31:59.999Z' }],
    missing: [],
    indicators: { 'bb:2:2': { upper: [null], lower: ['0.3333333333333'] } },
    next: '2026-11-20T09:31:00.000Z',
  });
});

describe('a feed', () => {
  it('is unknown before it was asked', () => {
    expect(presentFeed({ venue: 'coinbase', clockOffsetMs: 0 })).toEqual({
      venue: 'coinbase',
      state: 'unknown',
      failures: 0,
      retryAt: null,
      lastOkAt: null,
      lastError: null,
      lastErrorAt: null,
      latencyMs: null,
      lastLatencyMs: null,
      errorRate: null,
      clockOffsetMs: 0,
    });
  });
  it('is failing while it is left alone', () => {
    const health = {
      failures: 2,
      retryAt: CREATED + 10_000,
      lastOkAt: 0,
      lastError: 'binance: timeout',
      lastErrorAt: CREATED,
      calls: { count: 60, errorRate: 0.05, latencyMs: 140, lastLatencyMs: 122 },
    };
    expect(presentFeed({ venue: 'binance', health, clockOffsetMs: -1000 })).toEqual({
      venue: 'binance',
      state: 'failing',
      failures: 2,
      retryAt: '2026-11-20T09:30:10.000Z',
      lastOkAt: null,
      lastError: 'binance: timeout',
      lastErrorAt: '2026-11-20T09:30:00.000Z',
      latencyMs: 140,
      lastLatencyMs: 122,
      errorRate: 0.05,
      clockOffsetMs: -1000,
    });
  });
  it('is ok after an answer', () => {
    const health = { failures: 0, retryAt: 0, lastOkAt: CREATED };
    expect(presentFeed({ venue: 'binance', health, clockOffsetMs: 0 })).toMatchObject({
      state: 'ok',
      retryAt: null,
      lastOkAt: '2026-11-20T09:30:00.000Z',
    });
  });
});

it('the status shows how far each market is behind, and what nobody saw', () => {
  const status = presentStatus(
    {
      lastTickAt: null,
      feeds: [],
      markets: [
        {
          symbol: BTC,
          venue: 'binance',
          cursor: CREATED - 1,
          lagMs: 2001,
          resolution: '1s',
          quote: { source: 'coinbase', ageMs: 61_000 },
          stale: true,
          late: false,
        },
      ],
      board: {
        asOf: CREATED - 200_000,
        source: 'coingecko',
        checkedAt: CREATED - 20_000,
        ageMs: 200_000,
        stale: true,
        feeds: [{ venue: 'coingecko', health: { failures: 0, retryAt: 0, lastOkAt: CREATED } }],
      },
      disagreements: [
        {
          symbol: BTC,
          venue: 'binance',
          price: 64000,
          source: 'coingecko',
          sourcePrice: 65600.5,
          share: 0.025008,
          since: CREATED,
        },
      ],
      blindWindows: [
        { venue: 'binance', symbol: BTC, from: CREATED, to: CREATED + 59_999, reason: 'missing_in_record' },
      ],
    },
    CREATED,
  );
  expect(status).toEqual({
    now: '2026-11-20T09:30:00.000Z',
    lastTickAt: null,
    feeds: [],
    markets: [
      {
        symbol: 'BTC/USDT',
        venue: 'binance',
        cursor: '2026-11-20T09:29:59.999Z',
        lagSeconds: 2.001,
        resolution: '1s',
        quoteSource: 'coinbase',
        quoteAgeSeconds: 61,
        stale: true,
        late: false,
      },
    ],
    board: {
      asOf: '2026-11-20T09:26:40.000Z',
      source: 'coingecko',
      ageSeconds: 200,
      stale: true,
      checkedAt: '2026-11-20T09:29:40.000Z',
      feeds: [
        {
          venue: 'coingecko',
          state: 'ok',
          failures: 0,
          retryAt: null,
          lastOkAt: '2026-11-20T09:30:00.000Z',
          lastError: null,
          lastErrorAt: null,
          latencyMs: null,
          lastLatencyMs: null,
          errorRate: null,
        },
      ],
    },
    disagreements: [
      {
        symbol: 'BTC/USDT',
        venue: 'binance',
        price: '64000',
        source: 'coingecko',
        sourcePrice: '65600.5',
        share: '0.025008',
        since: '2026-11-20T09:30:00.000Z',
      },
    ],
    blindWindows: [
      {
        venue: 'binance',
        symbol: 'BTC/USDT',
        from: '2026-11-20T09:30:00.000Z',
        to: '2026-11-20T09:30:59.999Z',
        reason: 'missing_in_record',
      },
    ],
  });
});

const marketBehind = (lagMs: number) => ({
  symbol: 'BTC/USDT' as MarketSymbol,
  venue: 'binance' as const,
  cursor: CREATED,
  lagMs,
});

describe('health', () => {
  it('ticks that run while no exchange answers are not health', () => {
    const markets = [marketBehind(400_000), marketBehind(200_000)];
    expect(presentHealth({ lastTickAt: CREATED, market: 'binance', markets }, CREATED)).toMatchObject({
      status: 'degraded',
      lagSeconds: 200,
    });
  });
  it.each([
    [0, 'ok', 0],
    [180_000, 'ok', 180],
    [180_001, 'degraded', 180.001],
  ])('%i ms after a tick is %s', (lag, status, lagSeconds) => {
    const markets = [marketBehind(lag)];
    expect(presentHealth({ lastTickAt: CREATED, market: 'binance', markets }, CREATED + lag)).toEqual({
      status,
      market: 'binance',
      lastTickAt: '2026-11-20T09:30:00.000Z',
      lagSeconds,
    });
  });
  it('before any tick is degraded', () => {
    expect(presentHealth({ lastTickAt: null, market: 'simulated', markets: [] }, CREATED)).toEqual({
      status: 'degraded',
      market: 'simulated',
      lastTickAt: null,
      lagSeconds: null,
    });
  });
});
