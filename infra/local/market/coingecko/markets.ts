import type { CoinSource } from './coin-source.ts';
import { type MarketsQuery, SPANS, type SpanName } from './query.ts';

/** What no market tells: how many there may ever be, and the best and worst of all times. */
const UNKNOWN = {
  fully_diluted_valuation: null,
  total_supply: null,
  max_supply: null,
  ath: null,
  ath_change_percentage: null,
  ath_date: null,
  atl: null,
  atl_change_percentage: null,
  atl_date: null,
  roi: null,
} as const;

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

const percent = (price: number, before: number | undefined): number | null =>
  before === undefined ? null : (price / before - 1) * 100;

const changes = (
  source: CoinSource,
  price: number,
  day: number | undefined,
  names: readonly SpanName[],
  now: number,
) =>
  Object.fromEntries(
    names.map((name) => [
      `price_change_percentage_${name}_in_currency`,
      percent(price, name === '24h' ? day : source.priceAt(now - SPANS[name], now)),
    ]),
  );

/** Of a coin that had a price by now; null is what the market does not know. */
const coinAt = (source: CoinSource, { price_change_percentage }: MarketsQuery, now: number) => {
  const last = source.last(now);
  if (last === undefined) return undefined;
  const { price } = last;
  const { supply } = source;
  const day = source.day(now);
  const open = day?.bar.open;
  const dayChange = percent(price, open);
  const capOf = (at: number) => (supply === null ? null : Math.round(at * supply));
  const capBefore = open === undefined ? null : capOf(open);
  const cap = capOf(price);
  return {
    id: source.id,
    symbol: source.base.toLowerCase(),
    name: source.name,
    image: 'missing_large.png',
    current_price: price,
    market_cap: cap,
    total_volume: day ? Math.round(day.quoteVolume) : null,
    high_24h: day?.bar.high ?? null,
    low_24h: day?.bar.low ?? null,
    price_change_24h: open === undefined ? null : rounded(price - open, 8),
    price_change_percentage_24h: dayChange === null ? null : rounded(dayChange, 5),
    market_cap_change_24h: cap === null || capBefore === null ? null : cap - capBefore,
    market_cap_change_percentage_24h: cap === null || dayChange === null ? null : rounded(dayChange, 5),
    circulating_supply: supply,
    ...UNKNOWN,
    last_updated: new Date(last.running ? now : last.time).toISOString(),
    ...changes(source, price, open, price_change_percentage, now),
  };
};
type Coin = NonNullable<ReturnType<typeof coinAt>>;

/** What is unknown stands last when the largest come first. */
const byCap = (left: Coin, right: Coin): number => (right.market_cap ?? -1) - (left.market_cap ?? -1);
const byVolume = (left: Coin, right: Coin): number => (right.total_volume ?? -1) - (left.total_volume ?? -1);
const byId = (left: Coin, right: Coin): number => Number(left.id < right.id) - Number(left.id > right.id);

const ORDER: Readonly<Record<MarketsQuery['order'], (left: Coin, right: Coin) => number>> = {
  market_cap_desc: byCap,
  market_cap_asc: (left, right) => byCap(right, left),
  volume_desc: byVolume,
  volume_asc: (left, right) => byVolume(right, left),
  id_desc: byId,
  id_asc: (left, right) => byId(right, left),
};

/** The page that was asked for. */
export const marketsPage = (sources: readonly CoinSource[], query: MarketsQuery, now: number) => {
  const { ids, order, per_page: size, page, sparkline } = query;
  const coins = sources
    .flatMap((source) => {
      const coin = coinAt(source, query, now);
      return coin ? [{ source, coin }] : [];
    })
    .toSorted((left, right) => byCap(left.coin, right.coin));
  const ranked = coins.map(({ source, coin }, index) => ({
    source,
    coin: { ...coin, market_cap_rank: coin.market_cap === null ? null : index + 1 },
  }));
  return ranked
    .filter(({ coin }) => ids === undefined || ids.includes(coin.id))
    .toSorted((left, right) => ORDER[order](left.coin, right.coin))
    .slice((page - 1) * size, page * size)
    .map(({ source, coin }) =>
      sparkline ? { ...coin, sparkline_in_7d: { price: source.sparkline(now) } } : coin,
    );
};
