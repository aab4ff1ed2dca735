import { applyTick } from '../../../shared/application/apply-tick.ts';
import type { TickPorts } from '../../../shared/application/ports.ts';
import type { TradeStore } from '../../../shared/ports/trade-store.ts';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import type { Row, Section } from '../report.ts';
import { at, BRACKET, cycles } from '../script.ts';
import { pendingBracket, putTrades } from '../seed.ts';

/** A slot of the schedule: what one tick has before the next is due. */
const SLOT_SECONDS = 10;

/** As the store was before trades shared transactions: each alone, after the other. */
const oneByOne = (trades: TradeStore): TradeStore => ({
  ...trades,
  async settleTogether(settlements) {
    const stale = [];
    for (const one of settlements) stale.push(...(await trades.settleTogether([one])));
    return stale;
  },
});

interface Run {
  readonly name: string;
  readonly accounts: number;
  readonly ports: (ports: TickPorts) => TickPorts;
  readonly budget: boolean;
}

const userOf = (index: number): string => `user-${index}`;

/** Seconds of the tick in which every one of these trades is bought and sold. */
const settle = async (lab: Lab, cycle: number, run: Run, trades: number): Promise<number> => {
  await lab.tickAt(at(cycle, 6));
  await putTrades(
    lab,
    Array.from({ length: trades }, (_, index) =>
      pendingBracket(userOf(index % run.accounts), BTC, at(cycle, 6), BRACKET),
    ),
  );
  await lab.tickAt(at(cycle, 8));
  const now = at(cycle, 10);
  lab.clock.time = now;
  const started = performance.now();
  const report = await applyTick(run.ports(lab.ticks), { batch: 0, slot: now, reason: 'schedule' }, now);
  const seconds = (performance.now() - started) / 1000;
  if (report.fills !== 2 * trades || report.parked > 0)
    throw new Error(`${run.name}: not every trade was bought and sold: ${JSON.stringify(report)}`);
  return seconds;
};

/** How fast a tick settles trades that enter and leave in it, beside a transaction for each trade. */
export const settleSpeed = async (quick: boolean): Promise<Section> => {
  const trades = quick ? 200 : 1_000;
  const runs: readonly Run[] = [
    {
      name: '10 accounts, a transaction each',
      accounts: 10,
      budget: false,
      ports: (ports) => ({ ...ports, trades: oneByOne(ports.trades) }),
    },
    { name: '10 accounts, shared', accounts: 10, budget: false, ports: (ports) => ports },
    {
      name: `${trades.toLocaleString('en-US')} accounts`,
      accounts: trades,
      budget: true,
      ports: (ports) => ports,
    },
  ];
  const lab = await startLab({ market: cycles(runs.length), now: at(0, 1) });
  try {
    for (let index = 0; index < trades; index++) await lab.stores.addUser(userOf(index));
    await lab.tickAt(at(0, 5));
    const times: number[] = [];
    for (const [cycle, run] of runs.entries()) times.push(await settle(lab, cycle, run, trades));
    const baseline = times[0] ?? Number.NaN;
    return {
      name: 'settle-speed',
      title: `${trades.toLocaleString('en-US')} trades, each bought and sold in one tick`,
      rows: runs.map(({ name, budget }, index): Row => {
        const seconds = times[index] ?? Number.NaN;
        const tick = Math.round(seconds * 100) / 100;
        return {
          name,
          values: {
            'tick, s': tick,
            'trades a second': Math.round(trades / seconds),
            'times the baseline': Math.round((baseline / seconds) * 100) / 100,
          },
          ...(budget ? { budget: [{ value: tick, limit: SLOT_SECONDS, unit: 's' }] } : {}),
        };
      }),
      notes: [
        'The whole tick: the path over HTTP, the index queries, the loads, the decisions, the transactions.',
        'The baseline, of the same run, is the first row: trades of one account one after another, each in its own transaction.',
        'Up to eight accounts settle at once; the emulator, on the same cores, writes one transaction after another.',
      ],
    };
  } finally {
    await lab.stop();
  }
};
