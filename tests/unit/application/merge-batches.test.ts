import { describe, expect, test } from 'vitest';
import { emptyBatch, mergeBatches, venueTime } from '../../../shared/application/tick-state.ts';
import type { MarketSymbol, VenueId } from '../../../shared/domain/market/symbol.ts';
import type { BatchState, MarketState } from '../../../shared/ports/market-store.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const ETH = 'ETH/USDT' as MarketSymbol;
const market = (symbol: MarketSymbol, cursor: number, more: Partial<MarketState> = {}): MarketState => ({
  venue: 'binance',
  symbol,
  cursor,
  before: cursor - 300,
  ...more,
});
const quote = (symbol: MarketSymbol, price: number, time: number) => ({
  symbol,
  price,
  source: 'binance' as VenueId,
  time,
});
const batch = (changes: Partial<BatchState>): BatchState => ({ ...emptyBatch(0), ...changes });
const merged = (mine: Partial<BatchState>, theirs: Partial<BatchState>) =>
  mergeBatches(batch(mine), batch(theirs));

describe('two ticks that wrote one batch', () => {
  test('each market as far as either has come, whole: cursor, look-back and suspects belong together', () => {
    const suspects = [{ time: 5, reading: '1', since: 9, confirmed: false }];
    const mine = [market(BTC, 1000), market(ETH, 500, { suspects })];
    const theirs = [market(BTC, 900, { suspects }), market(ETH, 700)];
    expect(merged({ markets: mine }, { markets: theirs }).markets).toEqual([
      market(BTC, 1000),
      market(ETH, 700),
    ]);
  });

  test('the newer quote of either, also where the other came further', () => {
    const mine = [market(BTC, 1000, { quote: quote(BTC, 1, 50) })];
    const theirs = [market(BTC, 900, { quote: quote(BTC, 2, 60) })];
    expect(merged({ markets: mine }, { markets: theirs }).markets).toEqual([
      market(BTC, 1000, { quote: quote(BTC, 2, 60) }),
    ]);
    expect(merged({ markets: theirs }, { markets: mine }).markets[0]?.quote?.price).toBe(2);
    expect(merged({ markets: [market(BTC, 1000)] }, { markets: mine }).markets[0]?.quote?.price).toBe(1);
  });

  test('a quote from further in the future than any clock is wrong is not the newer one', () => {
    const slot = Date.UTC(2026, 10, 20);
    const ahead = [market(BTC, 1000, { quote: quote(BTC, 1, slot + 86_400_000) })];
    const ours = [market(BTC, 900, { quote: quote(BTC, 2, slot - 5_000) })];
    for (const [mine, theirs] of [
      [ahead, ours],
      [ours, ahead],
    ] as const)
      expect(merged({ slot, markets: mine }, { slot, markets: theirs }).markets[0]?.quote?.price).toBe(2);
  });

  test('markets that one alone knows are kept; one symbol at two venues is two markets', () => {
    const elsewhere = market(BTC, 10, { venue: 'coinbase' });
    const result = merged({ markets: [market(BTC, 1000)] }, { markets: [elsewhere, market(ETH, 5)] });
    expect(new Set(result.markets)).toEqual(new Set([elsewhere, market(ETH, 5), market(BTC, 1000)]));
  });

  test('the version that is stored, the later slot, the later look at the instruments', () => {
    expect(
      merged({ version: 3, slot: 60, instrumentsAt: 7 }, { version: 8, slot: 50, instrumentsAt: 9 }),
    ).toMatchObject({ version: 8, slot: 60, instrumentsAt: 9 });
  });

  test('a venue that either has had no answer of is asked again', () => {
    expect(merged({ unanswered: ['binance'] }, { unanswered: ['coinbase'] }).unanswered).toEqual([
      'binance',
      'coinbase',
    ]);
    expect(merged({}, {})).not.toHaveProperty('unanswered');
  });

  test('what this tick found of a feed and of a clock, and what only the other knows', () => {
    const health = (failures: number) => ({ failures, retryAt: 0, lastOkAt: 1 });
    const clock = (offset: number) => ({ offset, measuredAt: 1 });
    expect(
      merged(
        { feeds: { binance: health(2) }, clocks: { binance: clock(1000) } },
        { feeds: { binance: health(0), coinbase: health(5) }, clocks: { coinbase: clock(-2000) } },
      ),
    ).toMatchObject({
      feeds: { binance: health(2), coinbase: health(5) },
      clocks: { binance: clock(1000), coinbase: clock(-2000) },
    });
  });
});

test('venue time is ours where the clock was never measured', () => {
  const state = batch({ clocks: { binance: { offset: -3000, measuredAt: 0 } } });
  expect(venueTime(state, 'binance', 10_000)).toBe(7000);
  expect(venueTime(state, 'coinbase', 10_000)).toBe(10_000);
});
