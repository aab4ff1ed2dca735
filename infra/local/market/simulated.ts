import * as z from 'zod';
import { BASE_INTERVALS, type BarRange, type BaseInterval, type Market, type MarketBar } from './market.ts';
import { Recent } from './recent.ts';
import { type BarBlock, type CountedBar, readBar } from './simulated/bar-block.ts';
import { coarseSeries } from './simulated/coarse-series.ts';
import { hash, hashText } from './simulated/hash.ts';
import { type SimulatedInstrument, simulatedInstrument } from './simulated/instrument.ts';
import { HOUR_MINUTES, minuteBars } from './simulated/minute-bars.ts';
import { BLOCK_SECONDS } from './simulated/path.ts';
import { logPriceBefore, ticksOf } from './simulated/price-on.ts';
import { secondBars } from './simulated/second-bars.ts';

/** Annualised: lively enough that a bracket 0.2 % around the price fires within a minute or two. */
const VOLATILITY = 1.4;
/** Of a further symbol, dollars a second. */
const LARGEST_TURNOVER = 4_000;
const SECONDS_A_YEAR = 365 * 86_400;
/** Per symbol: 40 kB each. */
const KEPT_SECOND_BLOCKS = 6;
/** Per symbol: 2.4 kB each; more than the 1,000 minutes of one answer and the 24 hours of a ticker. */
const KEPT_HOURS = 48;

const settingsSchema = z.object({
  /** Any text or number: another seed is another market. */
  seed: z.union([z.string(), z.number()]),
  symbols: z
    .array(z.string().regex(/^[A-Z0-9]{1,15}\/[A-Z0-9]{2,10}$/, 'write BASE/QUOTE, e.g. BTC/USDT'))
    .min(1)
    .refine((symbols) => new Set(symbols.map((symbol) => symbol.replace('/', ''))).size === symbols.length, {
      message: 'name each symbol once (the exchange writes BTC/USDT as BTCUSDT)',
    }),
  /** Symbols that are listed besides, in less detail: a hundred of them cost what two of the others do. */
  further: z.array(z.string()).default([]),
});
export type SimulatedMarketSettings = z.input<typeof settingsSchema>;

const readSettings = (settings: SimulatedMarketSettings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
};

type BarAt = (index: number) => CountedBar;

const pathOf = (seed: number, instrument: SimulatedInstrument) => ({
  seed,
  logBase: Math.log(instrument.basePrice),
  variance: VOLATILITY ** 2 / SECONDS_A_YEAR,
});

/** The bar that opens at the given second, or minute, since 1970. */
const seriesOf = (seed: number, instrument: SimulatedInstrument): Record<BaseInterval, BarAt> => {
  const path = pathOf(seed, instrument);
  const seconds = new Recent<number, BarBlock>(KEPT_SECOND_BLOCKS);
  const hours = new Recent<number, BarBlock>(KEPT_HOURS);
  const secondBlock = (block: number): BarBlock =>
    seconds.get(block, () => secondBars(path, instrument, block));
  const secondBar: BarAt = (second) => {
    const block = Math.floor(second / BLOCK_SECONDS);
    return readBar(secondBlock(block), second - block * BLOCK_SECONDS);
  };
  const minuteBar: BarAt = (minute) => {
    const hour = Math.floor(minute / HOUR_MINUTES);
    return readBar(
      hours.get(hour, () => minuteBars(secondBlock, hour)),
      minute - hour * HOUR_MINUTES,
    );
  };
  return { '1s': secondBar, '1m': minuteBar };
};

/**
 * A market that never was: each price is a pure function of seed, symbol and time, at random access.
 * @throws Error naming each setting and its rule
 */
export const simulatedMarket = (settings: SimulatedMarketSettings): Market => {
  const { seed, symbols, further } = readSettings(settings);
  const seedOf = (symbol: string) => hash(hashText(String(seed)), 0, hashText(symbol));
  const wire = new Set(symbols.map((symbol) => symbol.replace('/', '')));
  const others = further.filter((symbol) => !wire.has(symbol.replace('/', '')));
  const markets = new Map([
    ...symbols.map((symbol) => {
      const instrument = simulatedInstrument(symbol);
      const seed = seedOf(symbol);
      return [
        symbol,
        { instrument, path: pathOf(seed, instrument), series: seriesOf(seed, instrument) },
      ] as const;
    }),
    ...others.map((symbol, rank) => {
      const instrument = simulatedInstrument(symbol);
      const path = pathOf(seedOf(symbol), instrument);
      // The smaller a coin, the less of it is traded.
      const series = coarseSeries(path, instrument, LARGEST_TURNOVER * 0.96 ** rank);
      return [symbol, { instrument, path, series }] as const;
    }),
  ]);
  const marketOf = (symbol: string) => {
    const market = markets.get(symbol);
    if (market === undefined) throw new Error(`symbol: ${symbol} is not listed in the simulated market`);
    return market;
  };

  return {
    listings: [...markets.values()].map(({ instrument }) => instrument.listing),
    start: 0,
    end: undefined,
    intervals: (symbol) => {
      marketOf(symbol);
      return ['1s', '1m'];
    },
    priceBefore: (symbol, hour) => {
      const { instrument, path } = marketOf(symbol);
      const ticks = ticksOf(instrument)(logPriceBefore(path, hour / 1_000));
      return ticks / 10 ** instrument.priceDecimals;
    },
    bars: (symbol, interval, range) => {
      const { instrument, series } = marketOf(symbol);
      const priceUnit = 10 ** instrument.priceDecimals;
      const volumeUnit = 10 ** instrument.lotDecimals;
      const bars: MarketBar[] = [];
      const [first, last] = indexes(range, BASE_INTERVALS[interval]);
      for (let index = first; index <= last; index += 1) {
        const bar = series[interval](index);
        bars.push({
          openTime: index * BASE_INTERVALS[interval],
          // Whole numbers over a power of ten: the float64 nearest to the decimal, as if it had been read from text.
          open: bar.open / priceUnit,
          high: bar.high / priceUnit,
          low: bar.low / priceUnit,
          close: bar.close / priceUnit,
          volume: bar.volume / volumeUnit,
        });
      }
      return bars;
    },
  };
};

const indexes = ({ from, to, limit, keep }: BarRange, step: number): [number, number] => {
  const first = Math.max(0, Math.ceil(from / step));
  const last = Math.floor(to / step);
  return keep === 'oldest'
    ? [first, Math.min(last, first + limit - 1)]
    : [Math.max(first, last - limit + 1), last];
};
