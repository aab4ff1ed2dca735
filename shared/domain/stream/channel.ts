import { INTERVALS, type Interval } from '../market/candle.ts';
import { type MarketSymbol, parseSymbol } from '../market/symbol.ts';

/** Channels that are the same for everybody, and those of the user alone; without a symbol. */
export const PLAIN_CHANNELS = ['market', 'trades', 'account', 'signals', 'status'] as const;
export type PlainChannel = (typeof PLAIN_CHANNELS)[number];

/** What a connection can subscribe to. */
export type Channel =
  | { readonly kind: 'prices'; readonly symbol: MarketSymbol }
  | { readonly kind: 'candles'; readonly symbol: MarketSymbol; readonly interval: Interval }
  | { readonly kind: PlainChannel };

const isInterval = (text: string): text is Interval => Object.hasOwn(INTERVALS, text);

const withSymbol = (kind: string, name: string, interval: string | undefined): Channel | undefined => {
  const symbol = parseSymbol(name);
  if (!symbol) return undefined;
  if (kind === 'prices' && interval === undefined) return { kind, symbol };
  if (kind === 'candles' && interval !== undefined && isInterval(interval)) return { kind, symbol, interval };
  return undefined;
};

/** `prices:SYMBOL`, `candles:SYMBOL:INTERVAL` or a plain name; undefined where the text is none of these. */
export const parseChannel = (text: string): Channel | undefined => {
  const [kind = '', symbol, interval, ...rest] = text.split(':');
  if (rest.length > 0) return undefined;
  if (symbol !== undefined) return withSymbol(kind, symbol, interval);
  const plain = PLAIN_CHANNELS.find((name) => name === kind);
  return plain && { kind: plain };
};

/** The text that `parseChannel` reads as this channel. */
export const channelName = (channel: Channel): string => {
  if (channel.kind === 'prices') return `prices:${channel.symbol}`;
  if (channel.kind === 'candles') return `candles:${channel.symbol}:${channel.interval}`;
  return channel.kind;
};
