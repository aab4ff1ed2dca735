import { fileURLToPath } from 'node:url';
import { randomOrders } from '../oracle/generate.ts';
import type { OracleBar } from '../oracle/oracle.ts';
import { recordedBars, recordedFile } from '../oracle/recorded.ts';
import type { Api } from './api.ts';
import { type Comparison, compare } from './compare.ts';
import { drive } from './drive.ts';
import { EVERY_TYPE } from './every-type.ts';
import { startApp } from './started-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const OUTAGE_FILE = 'replay-7d/ETHUSDT.1m.csv.gz';
/** A real hole: no candle from 16:47 on 4 April 2018 for seven hours. */
export const HOLE_FILE = 'ohlcv-1m/coinbase-2018-04/BTCUSD.1m.csv.gz';

interface OutageRun {
  readonly comparison: Comparison;
  readonly blindWindows: readonly { from: number; to: number }[];
}

interface Scene {
  readonly file: string;
  readonly symbol: string;
  readonly tickSize: string;
  readonly seed: number;
  readonly orders: number;
  readonly bars: readonly OracleBar[];
  /** The market server is away from here to there, ms; never where absent. */
  readonly away?: { readonly from: number; readonly to: number };
}

const play = async (scene: Scene, say: (line: string) => void): Promise<OutageRun> => {
  const { bars, away } = scene;
  const path = fileURLToPath(recordedFile(scene.file));
  const app = await startApp(['--market', 'replay', '--data', path, '--speed', 'max', '--paused'], say);
  try {
    const orders = randomOrders(scene.seed, bars, scene.orders * 2, {
      tickSize: scene.tickSize,
      makerRate: '0.006',
      takerRate: '0.006',
      slippageBps: [0],
      ...EVERY_TYPE,
      lotSize: '0.0001',
    });
    const end = (bars.at(-1)?.closeTime ?? 0) + 1;
    const driven = await drive(away ? aroundOutage(app.api, away) : app.api, orders, {
      symbol: scene.symbol,
      until: end,
      count: scene.orders,
    });
    const comparison = await compare(app.api, driven.placed, bars, await app.api.cursor(scene.symbol));
    return { comparison, blindWindows: await app.api.blindWindows() };
  } finally {
    await app.stop();
  }
};

/** Lets the market server go away and come back at its moments, whatever is asked of the clock. */
const aroundOutage = (api: Api, away: { from: number; to: number }): Api => {
  const moments = [
    { at: away.from, outage: true },
    { at: away.to, outage: false },
  ];
  const runUntil = api.runUntil.bind(api);
  api.runUntil = async (time) => {
    for (let next = moments[0]; next && next.at <= time; next = moments[0]) {
      await runUntil(next.at);
      await api.setOutage(next.outage);
      moments.shift();
    }
    return runUntil(time);
  };
  return api;
};

/** Six hours without an exchange: what fired in between is filled as if it had never been away. */
export const runOutage = (say: (line: string) => void, seed: number): Promise<OutageRun> => {
  const bars = recordedBars(OUTAGE_FILE).slice(0, 1440);
  const from = (bars[0]?.openTime ?? 0) + 8 * HOUR;
  return play(
    {
      file: OUTAGE_FILE,
      symbol: 'ETH/USDT',
      tickSize: '0.01',
      seed,
      orders: 80,
      bars,
      away: { from, to: from + 6 * HOUR },
    },
    say,
  );
};

/** The holes of these bars longer than a minute, as blind windows. */
export const holesOf = (bars: readonly OracleBar[]): { from: number; to: number }[] =>
  bars.flatMap((bar, index) => {
    const next = bars[index + 1];
    return next && next.openTime > bar.closeTime + 1
      ? [{ from: bar.closeTime + 1, to: next.openTime - 1 }]
      : [];
  });

/** A record with holes: each is reported as a blind window, and nothing fires at a price that was not there. */
export const runHoles = async (say: (line: string) => void, seed: number) => {
  const bars = recordedBars(HOLE_FILE);
  const around = bars.findIndex(({ openTime }) => openTime >= Date.UTC(2018, 3, 4, 16, 40));
  const shown = bars.slice(0, around + 600);
  const run = await play(
    { file: HOLE_FILE, symbol: 'BTC/USD', tickSize: '0.01', seed, orders: 80, bars: shown },
    say,
  );
  return { ...run, holes: holesOf(shown.slice(0, -1)) };
};
