import * as z from 'zod';
import type { BaseInterval } from '../market.ts';

/** Longest first, so that FDUSD is not read as USD. */
const QUOTES = [
  'FDUSD',
  'USDT',
  'USDC',
  'BUSD',
  'TUSD',
  'USD',
  'EUR',
  'GBP',
  'TRY',
  'BRL',
  'BTC',
  'ETH',
  'BNB',
];

const fileNameSchema = z
  .string()
  .regex(
    /^[A-Z0-9-]+\.(1s|1m)\.csv(\.gz)?$/,
    'must be named SYMBOL.1m.csv.gz or SYMBOL.1s.csv.gz (or without .gz)',
  )
  .transform((name, context) => {
    const [pair = '', interval = ''] = name.split('.');
    const symbol = symbolOf(pair);
    if (symbol !== undefined) return { symbol, interval: interval === '1s' ? '1s' : ('1m' as BaseInterval) };
    context.addIssue({
      code: 'custom',
      message: `"${pair}" names no symbol: write BTC-USDT, or BTCUSDT with one of ${QUOTES.join(', ')} at its end`,
    });
    return z.NEVER;
  });

/** BTCUSDT and BTC-USDT are BTC/USDT. */
const symbolOf = (pair: string): string | undefined => {
  const parts = pair.split('-');
  if (parts.length === 2 && parts.every((part) => part !== '')) return parts.join('/');
  const quote = QUOTES.find((candidate) => pair.endsWith(candidate) && pair.length > candidate.length);
  return parts.length === 1 && quote !== undefined ? `${pair.slice(0, -quote.length)}/${quote}` : undefined;
};

/** What a file's name says of its candles. */
export const readFileName = (
  name: string,
): z.ZodSafeParseResult<{ symbol: string; interval: BaseInterval }> => fileNameSchema.safeParse(name);
