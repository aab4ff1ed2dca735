import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../infra/local/config/config.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { randomOrders } from '../oracle/generate.ts';
import type { OracleBar } from '../oracle/oracle.ts';
import { randomFrom } from '../oracle/prng.ts';
import { recordedBars, recordedFile } from '../oracle/recorded.ts';
import { Api } from './api.ts';
import { type Books, readBooks, wrongBooks } from './books.ts';
import { type Comparison, compare } from './compare.ts';
import { disturb } from './disturbance.ts';
import { drive } from './drive.ts';
import { EVERY_TYPE } from './every-type.ts';
import { startFaultyDynamodb } from './faulty-dynamodb.ts';

export const CRASH_FILE = 'replay-7d/BTCUSDT.1m.csv.gz';
const MINUTE = 60_000;

export interface CrashOptions {
  readonly seed: number;
  readonly days: number;
  readonly orders: number;
  /** 0 for the undisturbed run. */
  readonly kills: number;
}

export interface CrashRun {
  readonly comparison: Comparison;
  readonly books: Books;
  /** What is not as the fills say it must be. */
  readonly booksWrong: readonly string[];
  readonly disturbed: Readonly<Record<string, number>>;
}

const barsOf = (days: number): OracleBar[] => recordedBars(CRASH_FILE).slice(0, days * 1440);

/**
 * A run of recorded minutes in which tick processes are killed, tick messages come twice and late, and DynamoDB refuses
 * requests and loses answers; then every trade against the oracle, and every book against the fills.
 */
export const runCrash = async (options: CrashOptions): Promise<CrashRun> => {
  const { seed, days, kills } = options;
  const bars = barsOf(days);
  // More than are wanted: some are refused, for the price has moved past their stop.
  const all = randomOrders(seed, bars, options.orders * 2, {
    tickSize: '0.1',
    makerRate: '0.006',
    takerRate: '0.006',
    slippageBps: [0],
    ...EVERY_TYPE,
    lotSize: '0.00001',
  });
  const orders = all.filter((_, index) => index % 2 === 0 || index > options.orders);
  const disturbed = kills > 0;
  let endpoint = '';
  const dynamodb = await startFaultyDynamodb(
    () => endpoint,
    { lost: 0.004, throttled: 0.002 },
    randomFrom(seed + 1).next,
  );
  const file = fileURLToPath(recordedFile(CRASH_FILE));
  const config = parseConfig({ PORT: '0', DATA_DIR: ':memory:', LOG_LEVEL: 'SILENT' }, [
    '--market',
    'replay',
    '--data',
    file,
    '--speed',
    'max',
    '--paused',
  ]);
  const runtime = await startRuntime(config, {
    environment: disturbed ? { AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url } : {},
    onDynamodb: (url) => {
      endpoint = url;
    },
  });
  try {
    const api = new Api(runtime.url, runtime.demoKey);
    const span = days * 1440 * MINUTE;
    const disturbance = disturbed ? disturb(runtime, { seed: seed + 2, kills, span: span * 0.9 }) : undefined;
    const turn = (state: 'on' | 'off') => {
      disturbance?.turn(state);
      dynamodb.turn(state);
    };
    const calm = async () => {
      turn('off');
      const queue = runtime.queueAt(runtime.variables.TICK_QUEUE_URL ?? '');
      const slot = runtime.clock.now();
      queue?.send(JSON.stringify({ batch: 0, slot, reason: 'schedule' }), 0);
      await runtime.clock.idle();
    };
    if (disturbed) turn('on');
    const end = (bars.at(-1)?.closeTime ?? 0) + 1;
    const driven = await drive(api, orders, {
      symbol: 'BTC/USDT',
      until: end,
      count: options.orders,
      before: calm,
      after: () => turn(disturbed ? 'on' : 'off'),
    });
    disturbance?.stop();
    const comparison = await compare(api, driven.placed, bars, await api.cursor('BTC/USDT'));
    const books = await readBooks(runtime);
    return {
      comparison,
      books,
      booksWrong: wrongBooks(books),
      disturbed: { ...(disturbance?.counts ?? {}), ...dynamodb.counts },
    };
  } finally {
    await runtime.stop();
    await dynamodb.stop();
  }
};
