import * as z from 'zod';
import type { Minutes } from '../../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { ArchivedDay } from '../../ports/candle-archive.ts';
import { CorruptDayError, packDay, unpackDay } from './day-codec/packed-day.ts';
import { expiresIn } from './market-keys.ts';

/**
 * A packed day: `pk` = `day#<venue>#<symbol>`, `sk` = `YYYY-MM-DD`, `data` its minutes (day-codec/packed-day.ts), `settled` where
 * the venue's whole record of it has been asked, `rule` by which rule that was so, `rev` one more at each write.
 */
const DAYS_KEPT = 800;
/**
 * Earlier versions (no `rule`) settled also days of which they had asked for a part, or whose answer was one empty list: where such
 * a day is not complete it is taken as not settled, so that the next import asks for it again.
 */
const RULE = 2;
const MINUTES = 1_440;

const itemSchema = z.object({
  sk: z.iso.date(),
  data: z.instanceof(Uint8Array),
  settled: z.boolean(),
  rule: z.int().optional(),
  rev: z.int().positive(),
});

export const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

export const dayKey = (venue: VenueId, symbol: MarketSymbol, day: number) => ({
  pk: `day#${venue}#${symbol}`,
  sk: dateOf(day),
});

export const toDayItem = (
  venue: VenueId,
  symbol: MarketSymbol,
  { day, minutes, settled }: ArchivedDay,
  rev: number,
): Record<string, unknown> => ({
  ...dayKey(venue, symbol, day),
  data: packDay(day, minutes),
  settled,
  rule: RULE,
  rev,
  ttl: expiresIn(DAYS_KEPT),
});

/** Every minute of the day is known. */
export const isComplete = ({ candles, quiet }: Minutes): boolean => candles.length + quiet.length >= MINUTES;

/** @throws CorruptDayError where the item is none that this code writes */
export const fromDayItem = (item: Readonly<Record<string, unknown>>): ArchivedDay => {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) throw new CorruptDayError('the item of a day has another shape');
  const day = Date.parse(parsed.data.sk);
  const { data, settled, rule = 1 } = parsed.data;
  const minutes = unpackDay(day, data);
  return { day, minutes, settled: settled && (rule >= RULE || isComplete(minutes)) };
};

/** Of an item that may be corrupt; undefined where it has none. */
export const revOf = (item: Readonly<Record<string, unknown>>): number | undefined =>
  typeof item.rev === 'number' ? item.rev : undefined;
