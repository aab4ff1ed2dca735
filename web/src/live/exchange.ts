import { useEffect, useSyncExternalStore } from 'react';
import { currentStreamUrl, learnStreamUrl } from '../session/session.ts';
import { readSiteConfig } from '../session/site-config.ts';
import { ExchangeFeed } from './exchange-feed.ts';
import { type ExchangePrice, pairOf, readTickers, streamAddress } from './exchange-message.ts';

/**
 * Prices of the exchange's own public stream, for display alone: nothing is bought, sold or judged by them. Asked for only
 * while the page is in sight and something on it wants them. Out of reach (a policy, a border, no network) it is left
 * alone for longer and longer, and the page shows the venue's prices as ever.
 */
/** Beyond it a price is no longer faster than the tick. */
const FRESH_MS = 15_000;

let all = 0;
const wanted = new Map<string, number>();
const prices = new Map<string, ExchangePrice & { readonly at: number }>();
const listeners = new Map<string, Set<() => void>>();

const take = (tickers: readonly ExchangePrice[]): void => {
  const at = Date.now();
  for (const ticker of tickers) {
    prices.set(ticker.pair, { ...ticker, at });
    for (const listener of listeners.get(ticker.pair) ?? []) listener();
  }
};

const feed = new ExchangeFeed({
  address: () => {
    const base = currentStreamUrl();
    const isSeen = document.visibilityState === 'visible';
    return base !== undefined && isSeen ? streamAddress(base, all > 0, [...wanted.keys()]) : undefined;
  },
  learnAddress: () =>
    readSiteConfig().then(
      ({ binanceStreamUrl }) => learnStreamUrl(binanceStreamUrl),
      // Nobody is there to say so: what is known stays.
      () => undefined,
    ),
  open: (address, { onText, onClose }) => {
    const socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') onText(data);
    };
    socket.onclose = onClose;
    return socket;
  },
  later: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
  chance: Math.random,
  onText: (text) => take(readTickers(text)),
});

const arrange = (): void => feed.arrange();
document.addEventListener('visibilitychange', arrange);

const latestOf = (symbol: string | undefined): ExchangePrice | undefined => {
  const found = symbol === undefined ? undefined : prices.get(pairOf(symbol));
  return found && Date.now() - found.at < FRESH_MS ? found : undefined;
};

/** The exchange's last price of a symbol, while something wants it; undefined where there is none that is fresh. */
export const useExchangePrice = (symbol: string | undefined): ExchangePrice | undefined =>
  useSyncExternalStore(
    (listener) => {
      if (symbol === undefined) return () => undefined;
      const pair = pairOf(symbol);
      const set = listeners.get(pair) ?? new Set();
      listeners.set(pair, set.add(listener));
      return () => set.delete(listener);
    },
    () => latestOf(symbol),
  );

/** Asks for the prices of a symbol while it is looked at. */
export const useExchangeSymbol = (symbol: string): void =>
  useEffect(() => {
    wanted.set(symbol, (wanted.get(symbol) ?? 0) + 1);
    arrange();
    return () => {
      const left = (wanted.get(symbol) ?? 1) - 1;
      if (left > 0) wanted.set(symbol, left);
      else wanted.delete(symbol);
      arrange();
    };
  }, [symbol]);

/** Asks for the prices of all markets while they are looked at. */
export const useAllExchangePrices = (): void =>
  useEffect(() => {
    all += 1;
    arrange();
    return () => {
      all -= 1;
      arrange();
    };
  }, []);

/** The symbol where the exchange of the stream is the one that this price is of; another's would say something else. */
export const streamedSymbol = (symbol: string, source: string | undefined): string | undefined =>
  source === undefined || source === 'binance' || source === 'simulated' ? symbol : undefined;
