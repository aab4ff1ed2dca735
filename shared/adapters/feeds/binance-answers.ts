import * as z from 'zod';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { Bar } from '../../domain/market/path.ts';
import { baseOf, type MarketSymbol, quoteOf, type VenueId } from '../../domain/market/symbol.ts';
import { money, price, quantity } from '../../domain/money/decimal.ts';
import { decimal, epochMs, exactDecimal } from './answers.ts';

const INTERVAL_MS = { '1s': 1_000, '1m': 60_000 } as const;
export type BarInterval = keyof typeof INTERVAL_MS;

export const serverTime = z.object({ serverTime: epochMs });

/** 24hr ticker; the changes are absent in the MINI form. */
export const tickers = z.array(
  z.object({
    symbol: z.string(),
    lastPrice: decimal,
    priceChange: decimal.optional(),
    priceChangePercent: decimal.optional(),
    closeTime: epochMs,
  }),
);

const kline = (interval: BarInterval) =>
  z
    .tuple([epochMs, decimal, decimal, decimal, decimal, decimal, epochMs], z.unknown())
    .refine(
      (row) => row[6] === row[0] + INTERVAL_MS[interval] - 1,
      'closes at another moment than its interval says',
    )
    .transform(
      ([openTime, open, high, low, close, volume, closeTime]): Bar => ({
        kind: 'bar',
        openTime,
        closeTime,
        open,
        high,
        low,
        close,
        volume,
      }),
    );
const ascending = (bars: readonly Bar[]): boolean =>
  bars.every((bar, index) => bar.openTime > (bars[index - 1]?.closeTime ?? -1));
export const klines = {
  '1s': z.array(kline('1s')).refine(ascending, 'bars out of order'),
  '1m': z.array(kline('1m')).refine(ascending, 'bars out of order'),
};

const filters = z.array(z.looseObject({ filterType: z.string() }));
export const exchangeInfo = z.object({
  symbols: z.array(
    z.object({
      status: z.string(),
      baseAsset: z.string(),
      quoteAsset: z.string(),
      filters,
    }),
  ),
});
export type ListedSymbol = z.infer<typeof exchangeInfo>['symbols'][number];

const priceFilter = z.object({ tickSize: exactDecimal });
const lotSize = z.object({
  stepSize: exactDecimal,
  minQty: exactDecimal,
  maxQty: exactDecimal,
});
const notional = z.object({ minNotional: exactDecimal });

/**
 * The listed symbol as an instrument; undefined where it is not trading, or where its price or lot filter is absent
 * or switched off (zero), so that nothing says on what grid its prices lie.
 * @throws z.ZodError where a filter does not read
 */
export const toInstrument = (
  venue: VenueId,
  symbol: MarketSymbol,
  listed: ListedSymbol,
): Instrument | undefined => {
  const filter = (type: string) => listed.filters.find(({ filterType }) => filterType === type);
  const priced = filter('PRICE_FILTER');
  const lots = filter('LOT_SIZE');
  if (listed.status !== 'TRADING' || !priced || !lots) return undefined;
  const { tickSize } = priceFilter.parse(priced);
  const { stepSize, minQty, maxQty } = lotSize.parse(lots);
  if (Number(tickSize) === 0 || Number(stepSize) === 0) return undefined;
  // NOTIONAL replaced MIN_NOTIONAL in 2023; some symbols still have the old one, few have neither.
  const least = filter('NOTIONAL') ?? filter('MIN_NOTIONAL');
  return {
    venue,
    symbol,
    tickSize: price(tickSize),
    lotSize: quantity(stepSize),
    minQuantity: quantity(minQty),
    maxQuantity: quantity(maxQty),
    minNotional: money(least ? notional.parse(least).minNotional : '0'),
  };
};

export const isListing = (symbol: MarketSymbol, listed: ListedSymbol): boolean =>
  listed.baseAsset === baseOf(symbol) && listed.quoteAsset === quoteOf(symbol);
