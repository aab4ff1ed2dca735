import { fileURLToPath } from 'node:url';
import { randomOrders } from '../oracle/generate.ts';
import { recordedBars, recordedFile } from '../oracle/recorded.ts';
import { compare } from './compare.ts';
import { drive } from './drive.ts';
import { EVERY_TYPE } from './every-type.ts';
import { reportComparison } from './report.ts';
import { startApp } from './started-app.ts';

const FILE = 'replay-7d/BTCUSDT.1m.csv.gz';
const ORDERS = 200;

/** A week of recorded minutes through the application, with orders placed along it, against the oracle. */
export const proveWeek = async (say: (line: string) => void, options: { seed: number }): Promise<boolean> => {
  const bars = recordedBars(FILE);
  // More than are wanted: some are refused, for the price has moved past their stop.
  const orders = randomOrders(options.seed, bars, ORDERS * 4, {
    tickSize: '0.1',
    makerRate: '0.006',
    takerRate: '0.006',
    slippageBps: [0],
    ...EVERY_TYPE,
    lotSize: '0.00001',
  });
  const wanted = orders.filter((_, index) => index % 4 === 0 || index > ORDERS);
  const started = performance.now();
  const path = fileURLToPath(recordedFile(FILE));
  const args = ['--market', 'replay', '--data', path, '--speed', 'max', '--for', '7d', '--paused'];
  const app = await startApp(args, say);
  try {
    const end = (bars.at(-1)?.closeTime ?? 0) + 1;
    const driven = await drive(app.api, wanted, { symbol: 'BTC/USDT', until: end, count: ORDERS });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const comparison = await compare(app.api, driven.placed, bars, await app.api.cursor('BTC/USDT'));
    say(`seed ${options.seed}; refused: ${driven.refusedOrders} orders, ${driven.refusedCommands} commands`);
    say(`the week took ${seconds} s, start included`);
    return reportComparison(say, 'week', comparison) && comparison.trades === ORDERS;
  } finally {
    await app.stop();
  }
};
