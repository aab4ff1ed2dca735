import type { Market, MarketListing } from '../market.ts';
import { Recent } from '../recent.ts';
import { DAY, type RollingDay, rollingDay } from '../rolling-day.ts';
import { type LastPrice, visibleMarket } from '../visible.ts';
import { KNOWN_COINS, type KnownCoin } from './coins.ts';

const MINUTE = 60_000;
export const HOUR = 3_600_000;
/** Points of a sparkline: seven days of hours. */
const POINTS = 168;
/** Some more than a sparkline holds; a price of a whole hour in the past never changes. */
const KEPT_HOURS = POINTS + 24;
/** Currencies that are read as dollars, the first is liked best. */
const DOLLARS = ['USDT', 'USDC', 'USD', 'FDUSD', 'BUSD', 'TUSD', 'DAI'];

/** A coin of the market, and what somebody who lives at `now` can know of it. Prices in dollars. */
export interface CoinSource extends Omit<KnownCoin, 'supply'> {
  /** As on the exchange: capital letters. */
  readonly base: string;
  readonly supply: number | null;
  last(now: number): LastPrice | undefined;
  /** Undefined where the market does not hold the whole of the last 24 hours. */
  day(now: number): RollingDay | undefined;
  /** To the minute within a day, to the hour before; undefined before the coin's first trade. */
  priceAt(time: number, now: number): number | undefined;
  /** At each of the last whole hours, oldest first; shorter where the coin is younger than that. */
  sparkline(now: number): number[];
}

/** Of each coin the market in the dollar that is liked best. */
const chosen = (market: Market): MarketListing[] => {
  const byBase = Map.groupBy(
    market.listings.filter(({ quote }) => DOLLARS.includes(quote)),
    ({ base }) => base,
  );
  const place = ({ quote }: MarketListing) => DOLLARS.indexOf(quote);
  return [...byBase.values()].flatMap(
    (listings) => listings.toSorted((left, right) => place(left) - place(right))[0] ?? [],
  );
};

/** The coins of a market that have a price in dollars. */
export const coinSources = (market: Market): CoinSource[] => {
  const visible = visibleMarket(market);
  return chosen(market).map(({ symbol, base }): CoinSource => {
    const hours = new Recent<number, { readonly price: number | undefined }>(KEPT_HOURS);
    const onHour = (hour: number): number | undefined =>
      hours.get(hour, () => ({ price: market.priceBefore(symbol, hour * HOUR) })).price;
    const onMinute = (time: number): number | undefined =>
      visible.lastPrice(symbol, Math.floor(time / MINUTE) * MINUTE)?.price;
    const hasSeconds = market.intervals(symbol).includes('1s');
    const { id, name, supply } = KNOWN_COINS[base] ?? { id: base.toLowerCase(), name: base, supply: null };
    return {
      id,
      name,
      base,
      supply,
      last: (now) => visible.lastPrice(symbol, now),
      day: (now) =>
        onHour(Math.floor((now - DAY) / HOUR)) === undefined
          ? undefined
          : rollingDay(visible, hasSeconds, symbol, now),
      priceAt: (time, now) => (now - time < DAY ? onMinute(time) : onHour(Math.floor(time / HOUR))),
      sparkline: (now) => {
        const newest = Math.floor(now / HOUR);
        const points: number[] = [];
        for (let hour = newest - POINTS + 1; hour <= newest; hour += 1) {
          const price = onHour(hour);
          if (price !== undefined) points.push(price);
        }
        return points;
      },
    };
  });
};
