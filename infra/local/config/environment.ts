import * as z from 'zod';
import { symbolList } from '../../../shared/contract/environment.ts';

/** Exchanges that exist: `simulated` and `replay` are chosen by MARKET. */
const EXCHANGES = ['binance', 'coinbase', 'coingecko'] as const;
export type Exchange = (typeof EXCHANGES)[number];

export const MARKETS = ['auto', 'live', 'simulated', 'replay'] as const;
export type MarketMode = (typeof MARKETS)[number];

const whole = (low: number, high: number) => {
  const error = `must be a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number().min(low, { error }).max(high, { error }));
};

const address = z
  .url({ protocol: /^https?$/, error: 'must be a URL, e.g. http://localhost:8080' })
  .transform((url) => url.replace(/\/+$/, ''));

const streamAddress = z
  .url({ protocol: /^wss?$/, error: 'must be a URL of WebSockets, e.g. wss://data-stream.binance.vision' })
  .transform((url) => url.replace(/\/+$/, ''));

const feeds = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(z.enum(EXCHANGES, { error: `must be names of ${EXCHANGES.join(', ')}, separated by commas` })),
  )
  .refine((names) => new Set(names).size === names.length, { error: 'must not name an exchange twice' });

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;

/** What the environment says; docs/local-runtime.md has the same table for people. */
export const variablesSchema = z.object({
  PORT: whole(0, 65_535).default(4000),
  DATA_DIR: z.string().default('.paperwick'),
  MARKET: z.enum(MARKETS, { error: `must be one of ${MARKETS.join(', ')}` }).default('auto'),
  FEEDS: feeds.optional(),
  BINANCE_API_URL: address.optional(),
  BINANCE_STREAM_URL: streamAddress.optional(),
  COINBASE_API_URL: address.optional(),
  COINGECKO_API_URL: address.optional(),
  SYMBOLS: symbolList
    .refine((symbols) => new Set(symbols).size === symbols.length, { error: 'name each symbol once' })
    .optional(),
  TICK_SECONDS: whole(1, 60).optional(),
  DEMO_API_KEY: z
    .string()
    .regex(/^[\w.~+/-]{8,128}$/, { error: 'must be 8 to 128 letters, digits or one of . _ ~ + / -' })
    .optional(),
  ALLOW_SIGN_UP: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('true')
    .transform((text) => text === 'true'),
  WRITES_PER_SECOND: whole(0, 1_000).optional(),
  WRITE_BURST: whole(1, 10_000).optional(),
  DYNAMODB_ENDPOINT: address.optional(),
  LOG_LEVEL: z
    .string()
    .transform((level) => level.toUpperCase())
    .pipe(z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }))
    .optional(),
});
export type Variables = z.output<typeof variablesSchema>;
