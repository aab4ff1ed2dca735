import { expect, test } from 'vitest';
import type { EvidenceView, FillView } from '../../../web/src/api.ts';
import {
  outcomes,
  pointPrices,
  recordTime,
  recordWords,
  ruleWords,
} from '../../../web/src/features/logs/evidence-words.ts';

const evidence: EvidenceView = {
  rule: 'stop_touched',
  trigger: '63000',
  point: {
    kind: 'bar',
    openTime: '2026-11-20T09:31:04.000Z',
    closeTime: '2026-11-20T09:31:04.999Z',
    open: '64012.3',
    high: '66100',
    low: '62990',
    close: '63998.1',
  },
  source: 'binance',
  resolution: '1s',
  reading: 'OLHC',
  better: {
    reading: 'OHLC',
    value: '61.5',
    takenValue: '-88.25',
    events: [{ leg: 'take_profit', price: '66000' }],
  },
};
const fill: FillView = {
  id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M#stop_loss#0',
  leg: 'stop_loss',
  time: '2026-11-20T09:31:04.999Z',
  price: '63000',
  quantity: '0.05',
  notional: '3150',
  fee: '18.9',
  liquidity: 'taker',
  ambiguous: true,
  late: false,
};

test('a bar is said with its length, its venue, its prices and both of its ends', () => {
  expect(ruleWords(evidence, fill)).toBe('The price moved through the stop: it filled at the stop.');
  expect(recordWords(evidence)).toBe('1-second bar of Binance');
  expect(recordTime(evidence)).toMatch(/^\d\d:31:04\.000 to \d\d:31:04\.999$/);
  expect(pointPrices(evidence, 2)).toEqual([
    ['Open', '64,012.30'],
    ['High', '66,100.00'],
    ['Low', '62,990.00'],
    ['Close', '63,998.10'],
  ]);
});

test('an ambiguous bar is said in both readings, each with what the trade is worth', () => {
  expect(outcomes(evidence, fill, 2)).toEqual({
    taken: { order: 'open, low, high, close', events: 'stop loss at 63,000.00', value: '−88.25' },
    better: { order: 'open, high, low, close', events: 'take profit at 66,000.00', value: '+61.50' },
  });
});

test('a better reading in which nothing fires is said; a clear bar has no outcomes', () => {
  const quiet = { ...evidence, better: evidence.better && { ...evidence.better, events: [] } };
  expect(outcomes(quiet, fill, 2)?.better.events).toBe('nothing fired');
  expect(outcomes({ ...evidence, reading: null, better: null }, fill, 2)).toBeUndefined();
});

test('a print and a sample are one price at one moment', () => {
  const print = { kind: 'print', time: '2026-11-20T09:31:04.120Z', price: '64012.3', id: 4711 } as const;
  const printed: EvidenceView = { ...evidence, point: print, resolution: 'print', source: 'coinbase' };
  expect(recordWords(printed)).toBe('trade 4711 on Coinbase');
  expect(recordTime(printed)).toMatch(/^\d\d:31:04\.120$/);
  expect(pointPrices(printed, 2)).toEqual([['Price', '64,012.30']]);
  const sampled: EvidenceView = {
    ...printed,
    point: { ...print, kind: 'sample', id: null },
    resolution: 'sampled',
    source: 'coingecko',
  };
  expect(recordWords(sampled)).toBe('stored sample of CoinGecko');
});

test('a market order that came while the bar was open counts only its close; one before it, its open', () => {
  const market: EvidenceView = { ...evidence, rule: 'market_first_point', trigger: null };
  expect(ruleWords(market, { ...fill, leg: 'entry', time: '2026-11-20T09:31:04.999Z' })).toBe(
    'A market order fills at the first price it sees. The order came while this bar was open, so only its close counts.',
  );
  expect(ruleWords(market, { ...fill, leg: 'entry', time: '2026-11-20T09:31:04.000Z' })).toBe(
    'A market order fills at the first price it sees.',
  );
});
