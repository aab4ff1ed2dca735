import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dayOf, type Minutes, type Span } from '../../domain/market/candle.ts';
import { mergeMinutes } from '../../domain/market/merge-minutes.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { ArchivedDay, StoredMinutes } from '../../ports/candle-archive.ts';
import type { candleRows } from './candle-rows.ts';
import { isComplete } from './day-item.ts';
import { packedDays } from './packed-days.ts';

const DAY = 86_400_000;
/** Eight hours of rows of twenty markets stay below the megabyte of one answer. */
const PIECE = 8 * 3_600_000;
/** The newest of what is not packed yet is read in pieces side by side; what is older is rare. */
const SIDE_BY_SIDE = 2 * DAY;

/**
 * Without what settled days know better: the venue's record stands over what a tick saw of the same minute. A quiet row needs no
 * such care, for what was traded stays traded.
 */
const besides = (rows: Minutes, settled: readonly ArchivedDay[]): Minutes => {
  const known = new Set(settled.flatMap(({ minutes }) => minutes.candles.map(({ openTime }) => openTime)));
  return { ...rows, candles: rows.candles.filter(({ openTime }) => !known.has(openTime)) };
};

/** Consecutive days as spans, ms, both ends inclusive. */
const spansOf = (days: readonly number[]): Span[] => {
  const spans: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last && last.to === day - 1) last.to = day + DAY - 1;
    else spans.push({ from: day, to: day + DAY - 1 });
  }
  return spans;
};

const piecesOf = ({ from, to }: Span): Span[] => {
  const start = Math.max(from, dayOf(to) + DAY - SIDE_BY_SIDE);
  const pieces: Span[] = start > from ? [{ from, to: start - 1 }] : [];
  for (let next = start; next <= to; next = Math.floor(next / PIECE) * PIECE + PIECE)
    pieces.push({ from: next, to: Math.min(Math.floor(next / PIECE) * PIECE + PIECE - 1, to) });
  return pieces;
};

const within = ({ candles, quiet }: Minutes, { from, to }: Span): Minutes => ({
  candles: candles.filter(({ openTime }) => openTime >= from && openTime <= to),
  quiet: quiet.filter((openTime) => openTime >= from && openTime <= to),
});

const joined = (parts: readonly Minutes[]): Minutes => ({
  candles: parts.flatMap(({ candles }) => candles),
  quiet: parts.flatMap(({ quiet }) => quiet),
});

/**
 * Packed days and, for the days that are not complete in them (settled or not), the rows: each minute once. One round trip where all days are
 * packed (a hundred days a request, four requests at once), a second one for rows.
 */
export const storedMinutes =
  (client: DynamoDBDocumentClient, table: string, rows: ReturnType<typeof candleRows>) =>
  async (
    batch: number,
    venue: VenueId,
    symbol: MarketSymbol,
    from: number,
    to: number,
    read?: 'consistent',
  ): Promise<StoredMinutes> => {
    const days: number[] = [];
    for (let day = dayOf(from); day <= to; day += DAY) days.push(day);
    const { found, corrupt } = await packedDays(client, table).days(venue, symbol, days, read);
    const whole = new Set(found.filter(({ minutes }) => isComplete(minutes)).map(({ day }) => day));
    const market = `${venue}#${symbol}`;
    const spans = spansOf(days.filter((day) => !whole.has(day)))
      .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
      .flatMap(piecesOf);
    const parts = await Promise.all(spans.map((span) => rows.read({ batch, market, ...span }, read)));
    const incomplete = found.filter(({ day, settled }) => settled && !whole.has(day));
    const packed = within(joined(found.map(({ minutes }) => minutes)), { from, to });
    return {
      ...mergeMinutes(packed, besides(joined(parts), incomplete)),
      settled: found.filter(({ settled }) => settled).map(({ day }) => ({ from: day, to: day + DAY - 1 })),
      corrupt,
    };
  };
