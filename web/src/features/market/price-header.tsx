import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PriceView } from '../../api.ts';
import { formatPercent, formatPrice, signOf } from '../../format/number.ts';
import { formatAge, formatExact } from '../../format/time.ts';
import { quoteOf, sourceName } from '../../format/words.ts';
import { streamedSymbol, useExchangePrice, useExchangeSymbol } from '../../live/exchange.ts';
import { ExchangeDot } from '../../ui/exchange-dot.tsx';
import { Skeleton } from '../../ui/panel.tsx';
import { SignedPercent } from '../../ui/signed.tsx';
import { LivePrice } from './live-price.tsx';

const SPOKEN_EVERY_MS = 15_000;

/** The price for a screen reader: at most every 15 s, or it would never be silent. */
const useSpoken = (text: string): string => {
  const latest = useRef(text);
  latest.current = text;
  const [spoken, setSpoken] = useState(text);
  useEffect(() => {
    const timer = setInterval(() => setSpoken(latest.current), SPOKEN_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return spoken;
};

const Change = ({ price, places }: { price: PriceView; places: number }): ReactNode => {
  if (price.change24h === null || price.changePercent24h === null)
    return <span className="text-muted">24 h change not given by this source</span>;
  const sign = signOf(price.change24h);
  const amount = formatPrice(price.change24h, places);
  return (
    <span className="flex items-baseline gap-2">
      <span className={sign === 'up' ? 'text-up' : sign === 'down' ? 'text-down' : 'text-muted'}>
        {sign === 'up' ? '+' : ''}
        {amount}
      </span>
      <SignedPercent value={price.changePercent24h} />
      <span className="text-label text-muted">24 h</span>
    </span>
  );
};

interface Props {
  readonly symbol: string;
  readonly price: PriceView | undefined;
  readonly places: number;
  readonly symbols: readonly string[];
  readonly onSymbol: (symbol: string) => void;
  /** Server's clock, ms. */
  readonly now: number;
}

/** The price of one symbol with its 24 h change, its source and its age. */
export const PriceHeader = ({ symbol, price, places, symbols, onSymbol, now }: Props): ReactNode => {
  useExchangeSymbol(symbol);
  const moving = useExchangePrice(streamedSymbol(symbol, price?.source));
  const last = moving?.price ?? price?.price;
  const text = last === undefined ? '' : formatPrice(last, places);
  const spoken = useSpoken(
    price
      ? `${symbol} ${text}${price.changePercent24h ? `, ${formatPercent(price.changePercent24h)} in 24 hours` : ''}`
      : '',
  );
  const age = price ? (now - Date.parse(price.time)) / 1000 : 0;
  return (
    <section aria-label="Price" className="flex flex-wrap items-center gap-x-6 gap-y-1 px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-x-4">
        <label htmlFor="symbol" className="sr-only">
          Symbol
        </label>
        <select
          id="symbol"
          value={symbol}
          onChange={(event) => onSymbol(event.target.value)}
          className="-ml-1 h-7 justify-self-start cursor-pointer rounded border border-transparent bg-surface pr-1 font-semibold text-body hover:border-line max-lg:h-10 max-lg:text-touch"
        >
          {(symbols.includes(symbol) ? symbols : [symbol, ...symbols]).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <p className="flex items-baseline gap-2 font-semibold text-price">
          {price ? (
            <LivePrice key={symbol} text={text} value={Number(last)} />
          ) : (
            <Skeleton className="h-8 w-44" />
          )}
          <span className="font-normal text-label text-muted">{quoteOf(symbol)}</span>
          {moving && <ExchangeDot />}
        </p>
      </div>
      {price && (
        <div className="grid text-table tabular-nums">
          <Change price={price} places={places} />
          <span className={price.stale ? 'text-warning' : 'text-muted'} title={formatExact(price.time)}>
            {sourceName(price.source)}, {formatAge(age)} old{price.stale ? ': stale' : ''}
          </span>
        </div>
      )}
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </section>
  );
};
