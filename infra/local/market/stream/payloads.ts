import { wireSymbol } from '../binance/exchange-info.ts';
import { decimal } from '../binance/format.ts';
import type { Market, MarketListing } from '../market.ts';
import { mergeBars } from '../merge-bars.ts';
import { quoteVolumeOf, type RollingDay, rollingDay } from '../rolling-day.ts';
import { INTERVALS, type VisibleMarket } from '../visible.ts';
import type { StreamName } from './stream-name.ts';

/** One event of a mini ticker, as the exchange's public stream writes it. */
export const streamTicker = (symbol: string, day: RollingDay | undefined, now: number) => ({
  e: '24hrMiniTicker',
  E: now,
  s: symbol,
  c: decimal(day?.last.price ?? 0),
  o: decimal(day?.bar.open ?? 0),
  h: decimal(day?.bar.high ?? 0),
  l: decimal(day?.bar.low ?? 0),
  v: decimal(day?.bar.volume ?? 0),
  q: decimal(day?.quoteVolume ?? 0),
});
type StreamTicker = ReturnType<typeof streamTicker>;

const sameBut = ({ E: _then, ...a }: StreamTicker, { E: _now, ...b }: StreamTicker): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** What each stream says at a moment; each payload is made once, however many listen. */
export class Payloads {
  readonly #market: Market;
  readonly #visible: VisibleMarket;
  readonly #listings: ReadonlyMap<string, MarketListing>;
  /** What was last said of each symbol: of all markets only those are said that have changed. */
  readonly #said = new Map<string, StreamTicker>();

  constructor(market: Market, visible: VisibleMarket) {
    this.#market = market;
    this.#visible = visible;
    this.#listings = new Map(market.listings.map((listing) => [wireSymbol(listing), listing]));
  }

  /** Answers what to say of a name at `now`; undefined where there is nothing to say. */
  at(now: number): (name: StreamName) => object | undefined {
    const tickers = new Map<string, StreamTicker | undefined>();
    const tickerOf = (symbol: string): StreamTicker | undefined => {
      if (!tickers.has(symbol)) tickers.set(symbol, this.#ticker(symbol, now));
      return tickers.get(symbol);
    };
    let all: StreamTicker[] | undefined;
    return (name) => {
      if (name.kind === 'ticker') return tickerOf(name.wireSymbol);
      if (name.kind === 'kline') return this.#kline(name.wireSymbol, now);
      all ??= this.#changed([...this.#listings.keys()].map(tickerOf));
      return all.length > 0 ? all : undefined;
    };
  }

  #ticker(symbol: string, now: number): StreamTicker | undefined {
    const listing = this.#listings.get(symbol);
    if (!listing) return undefined;
    const hasSeconds = this.#market.intervals(listing.symbol).includes('1s');
    return streamTicker(symbol, rollingDay(this.#visible, hasSeconds, listing.symbol, now), now);
  }

  #changed(tickers: readonly (StreamTicker | undefined)[]): StreamTicker[] {
    return tickers.filter((ticker): ticker is StreamTicker => {
      if (!ticker) return false;
      const before = this.#said.get(ticker.s);
      this.#said.set(ticker.s, ticker);
      return !before || !sameBut(before, ticker);
    });
  }

  /** The minute as far as it has come, of what its seconds show. */
  #kline(symbol: string, now: number): object | undefined {
    const listing = this.#listings.get(symbol);
    if (!listing) return undefined;
    const minute = INTERVALS['1m'];
    const openTime = Math.floor(now / minute) * minute;
    const interval = this.#market.intervals(listing.symbol)[0] ?? '1m';
    const range = { from: openTime, to: now, limit: 60, keep: 'oldest' } as const;
    const bar = mergeBars(openTime, this.#visible.bars(listing.symbol, interval, now, range));
    if (!bar) return undefined;
    const k = {
      t: openTime,
      T: openTime + minute - 1,
      s: symbol,
      i: '1m',
      f: -1,
      L: -1,
      o: decimal(bar.open),
      c: decimal(bar.close),
      h: decimal(bar.high),
      l: decimal(bar.low),
      v: decimal(bar.volume),
      n: 0,
      x: false,
      q: decimal(quoteVolumeOf(bar)),
      V: decimal(0),
      Q: decimal(0),
      B: '0',
    };
    return { e: 'kline', E: now, s: symbol, k };
  }
}
