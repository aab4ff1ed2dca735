import { DAY, type RollingDay } from '../rolling-day.ts';
import { decimal } from './format.ts';

/** What a bar's record does not hold, as the exchange writes it where there were no trades. */
const NO_TRADES = { firstId: -1, lastId: -1, count: 0 } as const;

/** The window ends now while the market trades, and with its last bar where the record has stopped. */
const window = (day: RollingDay | undefined, now: number) => {
  const closeTime = day === undefined || day.last.running ? now : day.last.time;
  return { openTime: closeTime - DAY, closeTime, ...NO_TRADES };
};

export const miniTicker = (symbol: string, day: RollingDay | undefined, now: number) => ({
  symbol,
  openPrice: decimal(day?.bar.open ?? 0),
  highPrice: decimal(day?.bar.high ?? 0),
  lowPrice: decimal(day?.bar.low ?? 0),
  lastPrice: decimal(day?.last.price ?? 0),
  volume: decimal(day?.bar.volume ?? 0),
  quoteVolume: decimal(day?.quoteVolume ?? 0),
  ...window(day, now),
});

/** A symbol that did not trade for a day shows zeros. There is no order book: bid and ask are the last price. */
export const fullTicker = (symbol: string, day: RollingDay | undefined, now: number) => {
  const last = day?.last.price ?? 0;
  const open = day?.bar.open ?? 0;
  const volume = day?.bar.volume ?? 0;
  return {
    symbol,
    priceChange: decimal(last - open),
    priceChangePercent: (open === 0 ? 0 : ((last - open) / open) * 100).toFixed(3),
    weightedAvgPrice: decimal(day === undefined || volume === 0 ? 0 : day.quoteVolume / volume),
    prevClosePrice: decimal(day?.previousClose ?? open),
    lastPrice: decimal(last),
    lastQty: decimal(0),
    bidPrice: decimal(last),
    bidQty: decimal(0),
    askPrice: decimal(last),
    askQty: decimal(0),
    openPrice: decimal(open),
    highPrice: decimal(day?.bar.high ?? 0),
    lowPrice: decimal(day?.bar.low ?? 0),
    volume: decimal(volume),
    quoteVolume: decimal(day?.quoteVolume ?? 0),
    ...window(day, now),
  };
};
