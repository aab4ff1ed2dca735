import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { BTC, type Lab } from '../../fixtures/lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import type { Meter } from '../capacity/meter.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { openBracket, pendingBracket, putTrades } from '../seed.ts';

const START = Date.UTC(2026, 0, 5, 12);
const READ_BUDGET = 2;
const USERS = 1_000;
const SEEDED_AT_ONCE = 10_000;

/** Waits far from any price of the path: every second one pending, every second one open with both exits. */
const waiting = (index: number, near: number): Trade => {
  const userId = `user-${index % USERS}`;
  const away = 1 + (index % 1_000) / 10_000;
  const prices = {
    entry: (near * 0.5 * away).toFixed(2),
    takeProfit: (near * 2 * away).toFixed(2),
    stopLoss: (near * 0.25 * away).toFixed(2),
  };
  return index % 2 === 0
    ? pendingBracket(userId, BTC, START - 86_400_000, prices)
    : openBracket(userId, BTC, START - 86_400_000, prices);
};

const seed = async (lab: Lab, from: number, to: number, near: number): Promise<void> => {
  for (let next = from; next < to; next += SEEDED_AT_ONCE) {
    const count = Math.min(SEEDED_AT_ONCE, to - next);
    await putTrades(
      lab,
      Array.from({ length: count }, (_, index) => waiting(next + index, near)),
    );
  }
};

/** What reading every waiting trade costs, as a tick without indexes would do it. */
const scan = (lab: Lab, meter: Meter) =>
  meter.measure(async () => {
    for await (const _ of paginateScan({ client: lab.stores.client }, { TableName: TABLES.trades }));
  });

/** Read and write units of one symbol's tick, by the number of trades that wait; none fires. */
export const waitingTrades = async (quick: boolean): Promise<Section> => {
  const counts = quick ? [1, 10, 100, 1_000] : [1, 10, 100, 1_000, 10_000, 100_000];
  const market = simulatedMarket({ seed: 'benchmark', symbols: [BTC] });
  const [bar] = market.bars(BTC, '1s', { from: START, to: START, limit: 1, keep: 'oldest' });
  const near = bar?.close ?? 0;
  const rows = await withMeteredLab({ market, now: START }, async (lab, meter) => {
    await lab.tickAt(START + 10_000);
    const measured: Row[] = [];
    for (const [index, count] of counts.entries()) {
      await seed(lab, counts[index - 1] ?? 0, count, near);
      // Within a minute that is not the last tick's: no candle is due in the measured one.
      const minute = START + (index + 1) * 60_000;
      await lab.tickAt(minute + 10_000);
      const usage = await meter.measure(async () => {
        const report = await lab.tickAt(minute + 20_000);
        if (report.hits > 0 || report.markets !== 1) throw new Error(`not quiet: ${JSON.stringify(report)}`);
      });
      const scanned = await scan(lab, meter);
      measured.push({
        name: `${count.toLocaleString('en-US')} waiting`,
        values: {
          waiting: count,
          RCU: usage.reported.read,
          'RCU by rules': usage.computed.read,
          WCU: usage.reported.write,
          'WCU by rules': usage.computed.write,
          'RCU of a scan': scanned.reported.read,
          'scan by rules': scanned.computed.read,
        },
        budget: [
          { value: Math.max(usage.reported.read, usage.computed.read), limit: READ_BUDGET, unit: 'RCU' },
        ],
      });
    }
    return measured;
  });
  return {
    name: 'waiting-trades',
    title: 'A tick over one symbol, by the number of trades that wait',
    rows,
    notes: [
      'RCU, WCU: as the emulator reports them; by rules: counted here from item sizes by the published rules.',
      'Half of the trades are pending, half are open with both exits; none is near the price.',
      'A scan is what a tick would read without the trigger indexes: every trade, each time.',
    ],
  };
};
