import * as z from 'zod';
import type { BatchState, MarketState } from '../../ports/market-store.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/**
 * The state item, in as few bytes as hold it: it is written each tick, and each further kilobyte is a write unit.
 * Markets are rows of a JSON text, their times counted back from the slot.
 */
const row = z.tuple([
  storedVenue,
  storedSymbol,
  z.number(),
  z.number(),
  z.enum(['1s', '1m', 'print', 'sampled']).nullable(),
  z.tuple([z.number(), z.number().nullable(), z.number().nullable(), storedVenue, z.number()]).nullable(),
  z.array(z.tuple([z.number(), z.string(), z.number(), z.boolean()])).nullable(),
]);
const health = z.tuple([z.number(), z.number(), z.number(), z.string().nullable()]);

const itemSchema = z.object({
  version: z.number().int(),
  slot: z.number().int(),
  batch: z.number().int(),
  markets: z.string().transform((text) => z.array(row).parse(JSON.parse(text))),
  feeds: z.string().transform((text) => z.partialRecord(storedVenue, health).parse(JSON.parse(text))),
  clocks: z
    .string()
    .transform((text) =>
      z.partialRecord(storedVenue, z.tuple([z.number(), z.number()])).parse(JSON.parse(text)),
    ),
  instrumentsAt: z.number().int(),
});

const mapValues = <In, Out>(record: Readonly<Partial<Record<string, In>>>, map: (value: In) => Out) =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, map(value)]])),
  ) as Record<string, Out>;

const toRow = (market: MarketState, slot: number) => {
  const { quote, suspects } = market;
  return [
    market.venue,
    market.symbol,
    slot - market.cursor,
    slot - market.before,
    market.resolution ?? null,
    quote
      ? [
          quote.price,
          quote.change24h ?? null,
          quote.changePercent24h ?? null,
          quote.source,
          slot - quote.time,
        ]
      : null,
    suspects?.map(({ time, reading, since, confirmed }) => [slot - time, reading, slot - since, confirmed]) ??
      null,
  ];
};

const fromRow = (
  [venue, symbol, cursor, before, resolution, quote, suspects]: z.infer<typeof row>,
  slot: number,
): MarketState => ({
  venue,
  symbol,
  cursor: slot - cursor,
  before: slot - before,
  ...(resolution ? { resolution } : {}),
  ...(quote
    ? {
        quote: {
          symbol,
          price: quote[0],
          ...(quote[1] === null ? {} : { change24h: quote[1] }),
          ...(quote[2] === null ? {} : { changePercent24h: quote[2] }),
          source: quote[3],
          time: slot - quote[4],
        },
      }
    : {}),
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
});

export const toStateItem = (state: BatchState, version: number): Record<string, unknown> => ({
  pk: 'state',
  sk: stateKey(state.batch),
  batch: state.batch,
  version,
  slot: state.slot,
  instrumentsAt: state.instrumentsAt,
  markets: JSON.stringify(state.markets.map((market) => toRow(market, state.slot))),
  feeds: JSON.stringify(
    mapValues(state.feeds, (feed) => [feed.failures, feed.retryAt, feed.lastOkAt, feed.lastError ?? null]),
  ),
  clocks: JSON.stringify(mapValues(state.clocks, (clock) => [clock.offset, clock.measuredAt])),
});

export const stateKey = (batch: number): string => `batch#${String(batch).padStart(4, '0')}`;

/** @throws ZodError where the item is corrupt */
export const fromStateItem = (item: unknown): BatchState => {
  const { markets, feeds, clocks, ...rest } = itemSchema.parse(item);
  return {
    ...rest,
    markets: markets.map((market) => fromRow(market, rest.slot)),
    feeds: mapValues(feeds, ([failures, retryAt, lastOkAt, lastError]) => ({
      failures,
      retryAt,
      lastOkAt,
      ...(lastError === null ? {} : { lastError }),
    })),
    clocks: mapValues(clocks, ([offset, measuredAt]) => ({
      offset,
      measuredAt,
    })),
  };
};
