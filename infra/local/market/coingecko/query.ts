import * as z from 'zod';

/** Spans that a change may be asked over, ms, by CoinGecko's names. */
export const SPANS = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '14d': 14 * 86_400_000,
  '30d': 30 * 86_400_000,
  '200d': 200 * 86_400_000,
  '1y': 365 * 86_400_000,
} as const;
export type SpanName = keyof typeof SPANS;

const ORDERS = [
  'market_cap_desc',
  'market_cap_asc',
  'volume_desc',
  'volume_asc',
  'id_asc',
  'id_desc',
] as const;
const MOST_PER_PAGE = 250;
const DEFAULT_PER_PAGE = 100;

/** An error answer in CoinGecko's shape: `{ error }`. */
export class CoinGeckoError extends Error {
  override readonly name = 'CoinGeckoError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));
const whole = (fallback: number) => z.coerce.number().int().min(1).catch(fallback);
const isSpan = (name: string): name is SpanName => Object.hasOwn(SPANS, name);

/** What it does not know it leaves alone, as CoinGecko does: only the currency must be there, and be the dollar. */
const marketsQuery = z.object({
  vs_currency: z.string('Missing parameter vs_currency').min(1, 'Missing parameter vs_currency'),
  ids: list.optional(),
  order: z.enum(ORDERS).catch('market_cap_desc'),
  per_page: whole(DEFAULT_PER_PAGE).transform((rows) => Math.min(rows, MOST_PER_PAGE)),
  page: whole(1),
  sparkline: z
    .string()
    .optional()
    .transform((text) => text === 'true'),
  price_change_percentage: list.default([]).transform((names) => names.filter(isSpan)),
});
export type MarketsQuery = z.output<typeof marketsQuery>;

/** @throws CoinGeckoError as CoinGecko would answer */
export const parseMarketsQuery = (query: URLSearchParams): MarketsQuery => {
  const parsed = marketsQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw new CoinGeckoError(422, parsed.error.issues[0]?.message ?? 'Invalid parameters');
  if (parsed.data.vs_currency.toLowerCase() !== 'usd') throw new CoinGeckoError(400, 'invalid vs_currency');
  return parsed.data;
};
