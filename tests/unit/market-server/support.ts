import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { Market } from '../../../infra/local/market/market.ts';
import { type MarketServer, startMarketServer } from '../../../infra/local/market/server.ts';

/** Recorded data lies beside the repository. */
const recorded = (name: string): string =>
  fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
export const BTC_WEEK = recorded('replay-7d/BTCUSDT.1m.csv.gz');
export const BTC_HOLES = recorded('ohlcv-1m/coinbase-2018-04/BTCUSD.1m.csv.gz');
export const BTC_SECONDS = recorded('ohlcv-1s/coinbase-2016-10/BTCUSD.1s.csv.gz');
export const BTC_MINUTES = recorded('ohlcv-1m/coinbase-2016-10/BTCUSD.1m.csv.gz');
export const BINANCE_ANSWERS = recorded('responses/binance');
export const COINGECKO_ANSWERS = recorded('responses/coingecko');

/** True, with a word about it, where recorded data is missing. */
export const absent = (file: string): boolean => {
  if (existsSync(file)) return false;
  console.warn(`skipped: ${file} is not there (recorded data lies in ../shared/data)`);
  return true;
};

/** The rows of a file of candles, read without the code under test. */
export const rowsOf = (file: string): number[][] =>
  gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

export const HEADER = 'time_ms,open,high,low,close,volume';

/** Writes candles under this name into a folder of their own. */
export const csv = (
  name: string,
  rows: readonly (readonly (number | string)[])[],
  header = HEADER,
): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'candles-')), name);
  writeFileSync(file, `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
  return file;
};

export interface Running {
  readonly server: MarketServer;
  readonly clock: { time: number };
  /** Status and parsed body. */
  get(path: string): Promise<{ status: number; body: unknown; headers: Headers }>;
}

/** A server for the length of one test. */
export const serve = async (market: Market, time: number): Promise<Running> => {
  const clock = { time };
  const server = await startMarketServer({ market, clock: { now: () => clock.time } });
  onTestFinished(() => server.close());
  return {
    server,
    clock,
    get: async (path) => {
      const answer = await fetch(`${server.url}${path}`);
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
  };
};
