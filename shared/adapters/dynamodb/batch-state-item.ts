import * as z from 'zod';
import type { Quote } from '../../domain/market/quote.ts';
import { type MarketSymbol, VENUES, type VenueId } from '../../domain/market/symbol.ts';
import type { BatchState, MarketState } from '../../ports/market-store.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { fromHealthRow, healthRow, toHealthRow } from './health-row.ts';
import { fromMemory, memorySchema, toMemory } from './memory-attributes.ts';
import { pack, packedJson } from './packed-json.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/**
 * The state item, in as few bytes as hold it: it is written each tick, and each further kilobyte is a write unit.
 * Markets are rows of a JSON value, by venue, which is packed with the feeds and clocks; all times are counted back from the slot.
 */
const quote = z.tuple(
  // Price, 24 h change, its percentage, age; the source where it is not the venue.
  [z.number(), z.number().nullable(), z.number().nullable(), z.number(), storedVenue.optional()],
);
const RESOLUTIONS = ['1s', '1m', 'print', 'sampled'] as const;
const row = z.tuple([
  storedSymbol,
  z.number(),
  z.number(),
  // The place of the resolution; its name in items of an earlier version.
  z.union([z.int().transform((place) => RESOLUTIONS[place]), z.enum(RESOLUTIONS)]).nullable(),
  quote.nullable(),
  z
    .array(z.tuple([z.number(), z.string(), z.number(), z.boolean()]))
    .nullable()
    .optional(),
  z.tuple([z.number(), z.number()]).optional(),
]);
type Row = z.infer<typeof row>;
const rows = z.partialRecord(storedVenue, z.array(row));
const clock = z.tuple([z.number(), z.number()]);

const jsonOf = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text): z.infer<T> => schema.parse(JSON.parse(text)));

const feedRows = z.partialRecord(storedVenue, healthRow);
const clockRows = z.partialRecord(storedVenue, clock);

/**
 * Of the item, and what this code reads: raised where a reader of before would misread it or call it corrupt. Ticks are deployed first, so
 * for a moment other functions meet what a later version wrote: it is told apart, and asked for again.
 */
const FORMAT = 1;
const tagged = z.looseObject({ format: z.number().int().default(FORMAT) });
/** A deployment replaces one function after the other within so long, mostly. */
const REPLACED_SECONDS = 10;

const common = z.object({
  version: z.number().int(),
  slot: z.number().int(),
  batch: z.number().int(),
  instrumentsAt: z.number().int(),
  order: z.string().default(''),
  unanswered: z.string().optional(),
  memory: jsonOf(memorySchema).optional(),
  near: z.instanceof(Uint8Array).optional(),
});
const packedSchema = common.extend({ packed: packedJson(z.tuple([rows, feedRows, clockRows])) });
/** Of an installation that has not written the item since: three texts. */
const earlierSchema = common.extend({
  markets: jsonOf(rows),
  feeds: jsonOf(feedRows),
  clocks: jsonOf(clockRows),
});

const readItem = (item: unknown) => {
  const { format } = tagged.parse(item);
  if (format > FORMAT)
    throw new StoreUnavailableError(
      `the state has format ${format}, of a later version: this one knows ${FORMAT}`,
      {
        retryAfterSeconds: REPLACED_SECONDS,
      },
    );
  const isPacked = typeof item === 'object' && item !== null && 'packed' in item;
  if (!isPacked) return earlierSchema.parse(item);
  const { packed, ...rest } = packedSchema.parse(item);
  const [markets, feeds, clocks] = packed;
  return { ...rest, markets, feeds, clocks };
};

/** The order of feeds as the places of their venues in VENUES: a digit each. */
const toOrder = (feeds: string): string =>
  feeds === ''
    ? ''
    : feeds
        .split(',')
        .map((feed) => VENUES.indexOf(feed as VenueId))
        .join('');
const fromPlaces = (places: string): VenueId[] => [...places].flatMap((place) => VENUES[Number(place)] ?? []);
const fromOrder = (order: string): string => fromPlaces(order).join(',');

const mapValues = <In, Out>(record: Readonly<Partial<Record<string, In>>>, map: (value: In) => Out) =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, map(value)]])),
  ) as Record<string, Out>;

const toQuote = (
  { price, change24h, changePercent24h, source, time }: Quote,
  venue: VenueId,
  slot: number,
) => [price, change24h ?? null, changePercent24h ?? null, slot - time, ...(source === venue ? [] : [source])];

const toRow = (
  { venue, symbol, cursor, before, resolution, quote, suspects, handed }: MarketState,
  slot: number,
) => [
  symbol,
  slot - cursor,
  slot - before,
  resolution ? RESOLUTIONS.indexOf(resolution) : null,
  quote ? toQuote(quote, venue, slot) : null,
  ...(suspects || handed
    ? [
        suspects?.map(({ time, reading, since, confirmed }) => [
          slot - time,
          reading,
          slot - since,
          confirmed,
        ]) ?? null,
      ]
    : []),
  ...(handed ? [[handed.until, handed.attempt]] : []),
];

const fromQuote = (
  [price, change24h, changePercent24h, age, source]: NonNullable<Row[4]>,
  venue: VenueId,
  symbol: MarketSymbol,
  slot: number,
): Quote => ({
  symbol,
  price,
  ...(change24h === null ? {} : { change24h }),
  ...(changePercent24h === null ? {} : { changePercent24h }),
  source: source ?? venue,
  time: slot - age,
});

const fromRow = (
  venue: VenueId,
  [symbol, cursor, before, resolution, told, suspects, handed]: Row,
  slot: number,
): MarketState => ({
  venue,
  symbol,
  cursor: slot - cursor,
  before: slot - before,
  ...(resolution ? { resolution } : {}),
  ...(told ? { quote: fromQuote(told, venue, symbol, slot) } : {}),
  ...(suspects
    ? {
        suspects: suspects.map(([time, reading, since, confirmed]) => ({
          time: slot - time,
          reading,
          since: slot - since,
          confirmed,
        })),
      }
    : {}),
  ...(handed ? { handed: { until: handed[0], attempt: handed[1] } } : {}),
});

const byVenue = (markets: readonly MarketState[]) =>
  Object.fromEntries(Map.groupBy(markets, ({ venue }) => venue));

/** As they are read again. */
const byVenueOrder = (markets: readonly MarketState[]) =>
  VENUES.flatMap((venue) => markets.filter((market) => market.venue === venue));

export const toStateItem = ({ slot, ...state }: BatchState, version: number): Record<string, unknown> => ({
  pk: 'state',
  sk: stateKey(state.batch),
  batch: state.batch,
  format: FORMAT,
  version,
  slot,
  instrumentsAt: state.instrumentsAt,
  order: toOrder(state.feedsOrder),
  ...(state.unanswered ? { unanswered: toOrder(state.unanswered.join(',')) } : {}),
  packed: pack([
    mapValues(byVenue(state.markets), (markets) => markets.map((market) => toRow(market, slot))),
    mapValues(state.feeds, (health) => toHealthRow(health, slot)),
    mapValues(state.clocks, (known) => [known.offset, slot - known.measuredAt]),
  ]),
  ...(state.memory ? toMemory(byVenueOrder(state.markets), state.memory, slot) : {}),
});

export const stateKey = (batch: number): string => `batch#${String(batch).padStart(4, '0')}`;

/** @throws ZodError where the item is corrupt, StoreUnavailableError where a later version has written it */
export const fromStateItem = (item: unknown): BatchState => {
  const { markets: rows, feeds, clocks, order, unanswered, memory, near, ...rest } = readItem(item);
  const { slot } = rest;
  const markets = VENUES.flatMap((venue) => (rows[venue] ?? []).map((told) => fromRow(venue, told, slot)));
  return {
    ...rest,
    ...(memory && near ? { memory: fromMemory(markets, memory, near, slot) } : {}),
    feedsOrder: fromOrder(order),
    ...(unanswered ? { unanswered: fromPlaces(unanswered) } : {}),
    markets,
    feeds: mapValues(feeds, (row) => fromHealthRow(row, slot)),
    clocks: mapValues(clocks, ([offset, measuredAt]) => ({ offset, measuredAt: slot - measuredAt })),
  };
};
