import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Big from 'big.js';
import type { OracleBar, OraclePrint } from './types.ts';

const folder = new URL('../../../shared/data/', import.meta.url);

/** `name` is a path within `../shared/data`, e.g. `replay-7d/BTCUSDT.1m.csv.gz`. */
export const recordedFile = (name: string): URL => new URL(name, folder);

export const hasRecorded = (name: string): boolean => existsSync(recordedFile(name));

/** Bars of a gzipped CSV (`time_ms,open,high,low,close,volume`), decimals as their shortest text. */
export function recordedBars(name: string | URL, intervalMs = 60_000): OracleBar[] {
  const file = typeof name === 'string' ? recordedFile(name) : name;
  const [header, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  if (header?.trim() !== 'time_ms,open,high,low,close,volume') throw new Error(`unknown columns in ${file}`);
  return lines.map((line) => {
    const [time, open, high, low, close, volume] = line.split(',');
    const openTime = Number(time);
    return {
      openTime,
      closeTime: openTime + intervalMs - 1,
      open: shortest(open),
      high: shortest(high),
      low: shortest(low),
      close: shortest(close),
      volume: shortest(volume),
    };
  });
}

/** Executions of a gzipped CSV (`time_ms,trade_id,price,qty,buyer_is_maker`). */
export function recordedPrints(name: string): OraclePrint[] {
  const file = recordedFile(name);
  const [header, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  if (header?.trim() !== 'time_ms,trade_id,price,qty,buyer_is_maker')
    throw new Error(`unknown columns in ${file}`);
  return lines.map((line) => {
    const [time, id, price, quantity] = line.split(',');
    return { time: Number(time), price: shortest(price), quantity: shortest(quantity), id: Number(id) };
  });
}

const shortest = (value: string | undefined): string => new Big(value ?? '').toFixed();
