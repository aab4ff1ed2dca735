import * as z from 'zod';
import { listingOf } from './listing.ts';
import {
  BASE_INTERVALS,
  type BaseInterval,
  type Market,
  type MarketBar,
  type MarketListing,
} from './market.ts';
import { type RecordedFile, readFile } from './recorded/read-file.ts';
import { RecordError } from './recorded/record-error.ts';
import { barsOf, minutesOf } from './recorded/series.ts';
import { knownWorth } from './worth.ts';

const settingsSchema = z.object({
  files: z.array(z.string().min(1)).min(1, 'name at least one file of candles'),
});
export type RecordedMarketSettings = z.input<typeof settingsSchema>;

interface RecordedSymbol {
  readonly listing: MarketListing;
  readonly series: Readonly<Partial<Record<BaseInterval, readonly MarketBar[]>>>;
}

/**
 * What a market did, from files of candles (gzipped or plain `time_ms,open,high,low,close,volume`); several files of
 * one symbol follow one another. Minutes are made of seconds where only these are recorded. Tick sizes come from
 * the decimals of the prices; lots and smallest orders, which no candle tells, are an exchange's usual ones.
 * @throws RecordError naming file, line and rule; z.ZodError for the settings
 */
export const recordedMarket = (settings: RecordedMarketSettings): Market => {
  const files = settingsSchema.parse(settings).files.map(readFile);
  const symbols = new Map(
    [...Map.groupBy(files, ({ symbol }) => symbol)].map(([symbol, own]) => [
      symbol,
      recordedSymbol(symbol, own),
    ]),
  );
  const symbolOf = (symbol: string): RecordedSymbol => {
    const found = symbols.get(symbol);
    if (found === undefined) throw new Error(`symbol: ${symbol} is not in the recorded market`);
    return found;
  };
  const starts = files.map(({ bars }) => bars[0]?.openTime ?? 0);
  const ends = files.map(({ bars, interval }) => (bars.at(-1)?.openTime ?? 0) + BASE_INTERVALS[interval]);

  return {
    listings: [...symbols.values()].map(({ listing }) => listing),
    start: Math.min(...starts),
    end: Math.max(...ends),
    intervals: (symbol) => (symbolOf(symbol).series['1s'] ? ['1s', '1m'] : ['1m']),
    bars: (symbol, interval, range) => {
      const bars = symbolOf(symbol).series[interval];
      if (bars === undefined) throw new Error(`interval: ${symbol} is not recorded in ${interval}`);
      return barsOf(bars, range);
    },
    priceBefore: (symbol, hour) => {
      const minutes = symbolOf(symbol).series['1m'] ?? [];
      return barsOf(minutes, { from: 0, to: hour - 1, limit: 1, keep: 'newest' })[0]?.close;
    },
  };
};

const recordedSymbol = (symbol: string, files: readonly RecordedFile[]): RecordedSymbol => {
  const ofInterval = (interval: BaseInterval) => joined(files.filter((file) => file.interval === interval));
  const seconds = ofInterval('1s');
  const minutes = ofInterval('1m') ?? minutesOf(seconds ?? []);
  const price = minutes[0]?.open ?? 1;
  const quoteInDollars = knownWorth(symbol.slice(symbol.indexOf('/') + 1)) ?? 1;
  const listing = listingOf(symbol, {
    priceDecimals: Math.max(...files.map(({ priceDecimals }) => priceDecimals)),
    baseInDollars: price * quoteInDollars,
    quoteInDollars,
  });
  return { listing, series: seconds === undefined ? { '1m': minutes } : { '1s': seconds, '1m': minutes } };
};

/** Files of one symbol and interval, one after another. @throws RecordError where they overlap */
const joined = (files: readonly RecordedFile[]): readonly MarketBar[] | undefined => {
  const inOrder = files.toSorted((a, b) => (a.bars[0]?.openTime ?? 0) - (b.bars[0]?.openTime ?? 0));
  for (const [index, later] of inOrder.entries()) {
    const earlier = inOrder[index - 1];
    if (earlier && (earlier.bars.at(-1)?.openTime ?? 0) >= (later.bars[0]?.openTime ?? 0))
      throw new RecordError(
        later.file,
        undefined,
        `must begin after ${earlier.file} ends: both hold ${later.symbol}`,
      );
  }
  return files.length === 0 ? undefined : inOrder.flatMap(({ bars }) => bars);
};
