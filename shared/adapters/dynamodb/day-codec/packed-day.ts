import { brotliCompressSync, brotliDecompressSync, crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Candle, Minutes } from '../../../domain/market/candle.ts';
import type { Quantity } from '../../../domain/money/decimal.ts';
import { scaled, unscaled, unscaledText } from './scale.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/**
 * A day of minutes in one piece of bytes: one of version, four of CRC-32, the rest compressed by brotli. Inside, whole numbers
 * column by column: which minutes are known, then opens (as the step from the close before), closes (from their open),
 * highs and lows (beyond both) and volumes. What does not fit into whole numbers is kept as text.
 */
const VERSION = 1;
const HEADER = 5;
const MINUTE = 60_000;
const MINUTES = 1_440;
const UNKNOWN = 0;
const TRADED = 1;
const QUIET = 2;
const COLUMNS = 0;
const TEXTS = 1;
/** A day of the longest texts is far smaller: more than this is no day of ours. */
const MOST_BYTES = 2_000_000;

/** The bytes are not those that were written, or of a later version. */
export class CorruptDayError extends Error {
  override readonly name = 'CorruptDayError';
}

const textCandles = z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.string()]));

const writeStates = (out: VarintWriter, day: number, { candles, quiet }: Minutes): void => {
  const states = new Uint8Array(MINUTES);
  const mark = (openTime: number, state: number) => {
    const index = (openTime - day) / MINUTE;
    if (!Number.isInteger(index) || index < 0 || index >= MINUTES || states[index] !== UNKNOWN)
      throw new RangeError(`${openTime} is no minute of the day ${day}, or is there twice`);
    states[index] = state;
  };
  for (const { openTime } of candles) mark(openTime, TRADED);
  for (const openTime of quiet) mark(openTime, QUIET);
  for (let from = 0; from < MINUTES; ) {
    let to = from;
    while (to < MINUTES && states[to] === states[from]) to += 1;
    out.write(states[from] ?? UNKNOWN);
    out.write(to - from);
    from = to;
  }
};

const readStates = (input: VarintReader, day: number): { traded: number[]; quiet: number[] } => {
  const found = { traded: [] as number[], quiet: [] as number[] };
  for (let index = 0; index < MINUTES; ) {
    const state = input.read();
    const end = index + input.read();
    if (end <= index || end > MINUTES || state < UNKNOWN || state > QUIET)
      throw new CorruptDayError('the minutes of a day do not add up');
    for (; index < end; index++) {
      if (state === TRADED) found.traded.push(day + index * MINUTE);
      if (state === QUIET) found.quiet.push(day + index * MINUTE);
    }
  }
  return found;
};

const bodyOf = (day: number, minutes: Minutes): Uint8Array => {
  const { candles } = minutes;
  const out = new VarintWriter();
  writeStates(out, day, minutes);
  const prices = scaled(candles.flatMap(({ open, high, low, close }) => [open, high, low, close]));
  const volumes = scaled(candles.map(({ volume }) => volume));
  if (!prices || !volumes) {
    out.write(TEXTS);
    const texts = candles.map(({ open, high, low, close, volume }) => [open, high, low, close, volume]);
    for (const byte of Buffer.from(JSON.stringify(texts))) out.write(byte);
    return out.bytes();
  }
  out.write(COLUMNS);
  out.write(prices.decimals);
  out.write(volumes.decimals);
  const of = (index: number, field: number) => prices.units[4 * index + field] ?? 0;
  const column = (value: (index: number) => number) => {
    for (let index = 0; index < candles.length; index++) out.write(value(index));
  };
  column((index) => of(index, 0) - (index === 0 ? 0 : of(index - 1, 3)));
  column((index) => of(index, 3) - of(index, 0));
  column((index) => of(index, 1) - Math.max(of(index, 0), of(index, 3)));
  column((index) => Math.min(of(index, 0), of(index, 3)) - of(index, 2));
  column((index) => volumes.units[index] ?? 0);
  return out.bytes();
};

const readColumns = (input: VarintReader, times: readonly number[]): Candle[] => {
  const decimals = input.read();
  const volumeDecimals = input.read();
  const column = () => times.map(() => input.read());
  const [steps, moves, above, below, volumes] = [column(), column(), column(), column(), column()];
  let before = 0;
  return times.map((openTime, index) => {
    const open = before + (steps[index] ?? 0);
    const close = open + (moves[index] ?? 0);
    before = close;
    return {
      openTime,
      open: unscaled(open, decimals),
      high: unscaled(Math.max(open, close) + (above[index] ?? 0), decimals),
      low: unscaled(Math.min(open, close) - (below[index] ?? 0), decimals),
      close: unscaled(close, decimals),
      volume: unscaledText(volumes[index] ?? 0, volumeDecimals) as Quantity,
    };
  });
};

const readTexts = (input: VarintReader, times: readonly number[]): Candle[] => {
  const bytes: number[] = [];
  while (!input.isAtEnd) bytes.push(input.read());
  const rows = textCandles.length(times.length).parse(JSON.parse(Buffer.from(bytes).toString()));
  return rows.map(([open, high, low, close, volume], index) => ({
    openTime: times[index] ?? 0,
    open,
    high,
    low,
    close,
    volume: volume as Quantity,
  }));
};

/** @param day midnight UTC, ms @throws RangeError where a minute is not of this day, or is there twice */
export const packDay = (day: number, minutes: Minutes): Uint8Array => {
  const body = brotliCompressSync(bodyOf(day, minutes));
  const packed = Buffer.alloc(HEADER + body.length);
  packed.writeUInt8(VERSION, 0);
  packed.writeUInt32BE(crc32(body), 1);
  packed.set(body, HEADER);
  return packed;
};

/** @throws CorruptDayError */
export const unpackDay = (day: number, packed: Uint8Array): Minutes => {
  const bytes = Buffer.from(packed);
  if (bytes.length < HEADER) throw new CorruptDayError('too short for a day');
  if (bytes.readUInt8(0) !== VERSION) throw new CorruptDayError(`version ${bytes.readUInt8(0)} is not known`);
  const body = bytes.subarray(HEADER);
  if (crc32(body) !== bytes.readUInt32BE(1)) throw new CorruptDayError('the checksum is another');
  try {
    const input = new VarintReader(brotliDecompressSync(body, { maxOutputLength: MOST_BYTES }));
    const { traded, quiet } = readStates(input, day);
    const candles = input.read() === TEXTS ? readTexts(input, traded) : readColumns(input, traded);
    return { candles, quiet };
  } catch (error) {
    if (error instanceof CorruptDayError) throw error;
    throw new CorruptDayError(error instanceof Error ? error.message : String(error));
  }
};
