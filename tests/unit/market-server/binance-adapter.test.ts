import { describe, expect, it } from 'vitest';
import { recordedMarket } from '../../../infra/local/market/recorded.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { createBinanceVenue } from '../../../shared/adapters/feeds/binance.ts';
import { parseSymbol } from '../../../shared/domain/market/symbol.ts';
import { absent, BTC_WEEK, rowsOf, serve } from './support.ts';

const symbolOf = (text: string) => {
  const symbol = parseSymbol(text);
  if (symbol === undefined) throw new Error(`${text} is no symbol`);
  return symbol;
};
const BTC = symbolOf('BTC/USDT');
const XRP = symbolOf('XRP/USDT');

/** The adapter of the real exchange must not be able to tell the difference. */
describe('the Binance adapter at the local market', () => {
  it('reads time, instruments, quotes and the path of a simulated market', async () => {
    const now = Date.UTC(2026, 5, 1, 12, 0, 10, 250);
    const market = simulatedMarket({ seed: 1, symbols: [BTC, XRP] });
    const { server } = await serve(market, now);
    const venue = createBinanceVenue({ id: 'simulated', baseUrl: server.url });
    expect(await venue.time()).toBe(now);
    expect(await venue.instruments([XRP])).toEqual([
      {
        venue: 'simulated',
        symbol: XRP,
        tickSize: '0.0001',
        lotSize: '1',
        minQuantity: '1',
        maxQuantity: '100000000',
        minNotional: '5',
      },
    ]);
    const [running] = market.bars(BTC, '1s', { from: now - 999, to: now, limit: 1, keep: 'newest' });
    expect(await venue.quotes([BTC])).toMatchObject([
      { symbol: BTC, source: 'simulated', time: now, price: running?.open },
    ]);
    const from = Date.UTC(2026, 5, 1, 11);
    const [answer] = await venue.paths([{ symbol: BTC, from }]);
    const bars = market.bars(BTC, '1s', { from, to: now - 1_250, limit: 4_000, keep: 'oldest' });
    expect(answer).toMatchObject({
      slice: { resolution: '1s', completeTo: Date.UTC(2026, 5, 1, 12, 0, 10) - 1, blind: [], more: false },
    });
    expect(answer && 'slice' in answer ? answer.slice.elements : []).toEqual(
      bars.map((bar) => ({ kind: 'bar', closeTime: bar.openTime + 999, ...bar })),
    );
  });

  it.skipIf(absent(BTC_WEEK))('reads minutes where there are no seconds (needs ../shared/data)', async () => {
    const from = Date.UTC(2025, 4, 5, 1);
    const { server } = await serve(recordedMarket({ files: [BTC_WEEK] }), from + 3 * 60_000 + 59_999);
    const venue = createBinanceVenue({ id: 'replay', baseUrl: server.url });
    const [answer] = await venue.paths([{ symbol: BTC, from }]);
    const elements = answer && 'slice' in answer ? answer.slice.elements : [];
    expect(answer).toMatchObject({ slice: { resolution: '1m', completeTo: from + 3 * 60_000 - 1 } });
    expect(elements).toEqual(
      rowsOf(BTC_WEEK)
        .slice(60, 63)
        .map(([openTime = 0, open, high, low, close, volume]) => ({
          kind: 'bar',
          openTime,
          closeTime: openTime + 59_999,
          open,
          high,
          low,
          close,
          volume,
        })),
    );
  });
});
