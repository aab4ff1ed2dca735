import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';
import type { BoardRow } from '../../domain/market/board.ts';
import type { BoardNames, BoardState, StoredBoard } from '../../ports/board.ts';
import { fromHealthRow, healthRow, toHealthRow } from './health-row.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/**
 * The board in two items: what moves each minute (columns of numbers, compressed, about 2 kB), and what changes seldom
 * (names, instruments, sparklines; about 12 kB), written once an hour. Volumes and market caps keep four digits, changes two
 * decimals, sparklines five digits; prices are kept as they came.
 */
export const BOARD_KEY = { pk: 'board', sk: 'numbers' } as const;
export const NAMES_KEY = { pk: 'board', sk: 'names' } as const;

const maybe = z.number().nullable();
const column = z.array(maybe);
/** Column by column, for a column's numbers resemble each other: tickers, prices, changes, volumes, caps, ages in s. */
const numbers = z.tuple([
  z.array(z.string()),
  z.array(z.number()),
  column,
  column,
  column,
  column,
  column,
  column,
]);
/** Ticker, name, instrument, sparkline. */
const names = z.array(
  z.tuple([z.string(), z.string(), storedSymbol.nullable(), z.array(z.number()).nullable()]),
);

/** Symbol, venue, price, source, its price, share, since. */
const disagreement = z.tuple([
  storedSymbol,
  storedVenue,
  z.number(),
  storedVenue,
  z.number(),
  z.number(),
  z.number(),
]);

const jsonOf = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text): z.infer<T> => schema.parse(JSON.parse(text)));
const packed = <T extends z.ZodType>(schema: T) =>
  z
    .instanceof(Uint8Array)
    .transform((bytes): z.infer<T> => schema.parse(JSON.parse(brotliDecompressSync(bytes).toString('utf8'))));

const stateSchema = z.object({
  checkedAt: z.number(),
  asOf: z.number().optional(),
  source: storedVenue.optional(),
  feeds: jsonOf(z.partialRecord(storedVenue, healthRow)),
  disagreements: jsonOf(z.array(disagreement)),
});
const numbersSchema = stateSchema.extend({ rows: packed(numbers).optional() });
const namesSchema = z.object({ writtenAt: z.number(), sparklinesAt: z.number(), rows: packed(names) });

const pack = (value: unknown): Uint8Array => brotliCompressSync(JSON.stringify(value));

const digits = (value: number | undefined, kept: number): number | null =>
  value === undefined ? null : Number(value.toPrecision(kept));
const cents = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 100) / 100;

export const toNumbersItem = ({ state, board }: StoredBoard): Record<string, unknown> => {
  const rows = board?.rows ?? [];
  return {
    ...BOARD_KEY,
    checkedAt: state.checkedAt,
    feeds: JSON.stringify(
      Object.fromEntries(
        Object.entries(state.feeds).map(([venue, health]) => [venue, toHealthRow(health, state.checkedAt)]),
      ),
    ),
    disagreements: JSON.stringify(
      state.disagreements.map(({ symbol, venue, price, source, sourcePrice, share, since }) => [
        symbol,
        venue,
        price,
        source,
        sourcePrice,
        share,
        since,
      ]),
    ),
    ...(board
      ? {
          asOf: board.asOf,
          source: board.source,
          rows: pack([
            rows.map(({ base }) => base),
            rows.map(({ price }) => price),
            rows.map(({ change1h }) => cents(change1h)),
            rows.map(({ change24h }) => cents(change24h)),
            rows.map(({ change7d }) => cents(change7d)),
            rows.map(({ volume24h }) => digits(volume24h, 4)),
            rows.map(({ marketCap }) => digits(marketCap, 4)),
            rows.map(({ time }) => (time === undefined ? null : Math.round((board.asOf - time) / 1000))),
          ]),
        }
      : {}),
  };
};

export const toNamesItem = ({ writtenAt, sparklinesAt, coins }: BoardNames): Record<string, unknown> => ({
  ...NAMES_KEY,
  writtenAt,
  sparklinesAt,
  rows: pack(
    coins.map(({ base, name, symbol, sparkline }) => [
      base,
      name,
      symbol ?? null,
      sparkline?.map((value) => digits(value, 5)) ?? null,
    ]),
  ),
});

/** @throws ZodError where the item is corrupt */
export const fromNamesItem = (item: unknown): BoardNames => {
  const { rows, ...rest } = namesSchema.parse(item);
  const coins = rows.map(([base, name, symbol, sparkline]) => ({
    base,
    name,
    ...(symbol ? { symbol } : {}),
    ...(sparkline ? { sparkline } : {}),
  }));
  return { ...rest, coins };
};

/** @throws ZodError where the item is corrupt */
export const fromNumbersItem = (item: unknown): BoardState => {
  const { checkedAt, asOf, source, feeds, disagreements } = stateSchema.parse(item);
  return {
    checkedAt,
    ...(asOf === undefined ? {} : { asOf }),
    ...(source === undefined ? {} : { source }),
    feeds: Object.fromEntries(
      Object.entries(feeds).map(([venue, row]) => [venue, fromHealthRow(row, checkedAt)]),
    ),
    disagreements: disagreements.map(([symbol, venue, price, from, sourcePrice, share, since]) => ({
      symbol,
      venue,
      price,
      source: from,
      sourcePrice,
      share,
      since,
    })),
  };
};

const known = <Key extends string>(
  key: Key,
  value: number | null | undefined,
): Partial<Record<Key, number>> =>
  typeof value === 'number' ? ({ [key]: value } as Partial<Record<Key, number>>) : {};

/** @throws ZodError where the item is corrupt */
export const fromItems = (numbersItem: unknown, seldom: BoardNames | undefined): StoredBoard => {
  const state = fromNumbersItem(numbersItem);
  const { rows: columns } = numbersSchema.parse(numbersItem);
  const names = seldom ? { names: seldom } : {};
  const { asOf, source } = state;
  if (!columns || asOf === undefined || source === undefined) return { state, ...names };
  const named = new Map(names.names?.coins.map((coin) => [coin.base, coin]));
  const [bases, prices, change1h, change24h, change7d, volumes, caps, ages] = columns;
  const rows = bases.map((base, index): BoardRow => {
    const { name, symbol, sparkline } = named.get(base) ?? { name: base };
    const age = ages[index];
    return {
      rank: index + 1,
      base,
      name,
      price: prices[index] ?? 0,
      ...known('change1h', change1h[index]),
      ...known('change24h', change24h[index]),
      ...known('change7d', change7d[index]),
      ...known('volume24h', volumes[index]),
      ...known('marketCap', caps[index]),
      ...(sparkline ? { sparkline } : {}),
      ...(symbol ? { symbol } : {}),
      ...known('time', typeof age === 'number' ? asOf - age * 1000 : undefined),
    };
  });
  return { state, board: { asOf, source, rows }, ...names };
};
