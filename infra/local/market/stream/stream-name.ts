/** What a client of the exchange's public stream can listen to; a name that is not known is never heard of. */
export type StreamName =
  | { readonly kind: 'all' }
  | { readonly kind: 'ticker' | 'kline'; readonly wireSymbol: string };

/** `!miniTicker@arr`, `btcusdt@miniTicker`, `btcusdt@kline_1m`: symbols in lower case, as the exchange wants them. */
export const parseStreamName = (name: string): StreamName | undefined => {
  if (name === '!miniTicker@arr') return { kind: 'all' };
  const [, symbol = '', what] = /^([a-z0-9]+)@(miniTicker|kline_1m)$/.exec(name) ?? [];
  if (!what) return undefined;
  return { kind: what === 'miniTicker' ? 'ticker' : 'kline', wireSymbol: symbol.toUpperCase() };
};
