import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { EnvironmentName } from '../../../shared/contract/environment.ts';

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

/** As complete as a Lambda has it: a function reads it while it starts. */
const ENVIRONMENT: Readonly<Record<EnvironmentName, string>> = {
  USERS_TABLE: 'users',
  TRADES_TABLE: 'trades',
  LOGS_TABLE: 'logs',
  LEDGER_TABLE: 'ledger',
  MARKET_TABLE: 'market',
  CONNECTIONS_TABLE: 'connections',
  STREAM_URL: 'ws://127.0.0.1/ws',
  FAN_OUT_FUNCTION: 'fan-out',
  FAN_OUT_CONNECTIONS: '500',
  TICK_QUEUE_URL: 'http://127.0.0.1/ticks',
  HISTORY_FUNCTION: 'history',
  EXPORTS_BUCKET: 'exports',
  SETTLE_QUEUE_URL: 'http://127.0.0.1/settlements',
  USER_POOL_ID: 'eu-central-1_Pool',
  USER_POOL_CLIENT_ID: 'client',
  TOKEN_ISSUER: 'http://127.0.0.1/eu-central-1_Pool',
  ALLOW_SIGN_UP: 'true',
  WRITES_PER_SECOND: '5',
  WRITE_BURST: '50',
  FEEDS: 'binance',
  SYMBOLS: 'BTC/USDT',
  TICK_SECONDS: '10',
  BINANCE_API_URL: 'http://127.0.0.1',
  COINBASE_API_URL: 'http://127.0.0.1',
  COINGECKO_API_URL: 'http://127.0.0.1',
  INDEX_SHARDS: '1',
  PRICE_BOUND: '0.25',
  QUOTE_STALE_SECONDS: '60',
  DISAGREEMENT_BOUND: '0.02',
  LOG_LEVEL: 'INFO',
};
const CREDENTIALS = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** Milliseconds from the start of a process to its end. */
const timeOf = (script: string): number => {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: { ...ENVIRONMENT, ...CREDENTIALS },
  });
  if (status !== 0) throw new Error(`a bundle cannot be imported: ${stderr.slice(-1_000)}`);
  return performance.now() - started;
};

/**
 * What importing each of these modules takes, ms: the median of some fresh processes, less that of empty ones. In turns,
 * so that a busy moment of the machine hits all of them alike.
 */
export const initTimes = (files: readonly string[], rounds: number): number[] => {
  const scripts = [
    '',
    ...files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});process.exit(0)`),
  ];
  const times = Array.from({ length: rounds }, () => scripts.map(timeOf));
  const [empty = Number.NaN, ...imports] = scripts.map((_, index) =>
    median(times.map((round) => round[index] ?? 0)),
  );
  return imports.map((time) => Math.round(time - empty));
};
