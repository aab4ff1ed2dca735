import { price } from '../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import type { Lab } from '../../fixtures/lab.ts';
import type { Meter } from '../capacity/meter.ts';
import type { Usage } from '../capacity/usage.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { at, bracketPlan, cycles } from '../script.ts';

interface Case {
  readonly name: string;
  readonly plan: Partial<TradePlan>;
  readonly trades?: number;
  /** Minutes of the cycle: evaluated up to the first, measured from there to the second. */
  readonly from: number;
  readonly to: number;
  /** Of each trade, within the measured tick. */
  readonly fills: 1 | 2;
  /** WCU of each trade. */
  readonly limit: number;
}

const market: Partial<TradePlan> = {
  entry: { type: 'market' },
  exits: { takeProfit: price('112'), stopLoss: price('96.5') },
};

const CASES: readonly Case[] = [
  { name: 'entry, limit', plan: bracketPlan, from: 8, to: 9, fills: 1, limit: 12 },
  { name: 'entry, at the market', plan: market, from: 6, to: 8, fills: 1, limit: 12 },
  { name: 'exit, take-profit', plan: bracketPlan, from: 9, to: 10, fills: 1, limit: 12 },
  { name: 'exit, stop-loss, ambiguous', plan: market, from: 11, to: 12, fills: 1, limit: 12 },
  { name: 'entry and exit in one tick', plan: bracketPlan, from: 8, to: 10, fills: 2, limit: 15 },
  {
    name: '20 entries of one account, each',
    plan: bracketPlan,
    trades: 20,
    from: 8,
    to: 9,
    fills: 1,
    limit: 12,
  },
  { name: '20 entries and exits, each', plan: bracketPlan, trades: 20, from: 8, to: 10, fills: 2, limit: 15 },
];

/** The indexes of the trades table together, and the tables of a fill one by one: write units of each trade. */
const shares = (usage: Usage, trades: number): Record<string, number> => {
  const of = (wanted: (place: string) => boolean) =>
    [...usage.writes].reduce((sum, [place, units]) => sum + (wanted(place) ? units : 0), 0) / trades;
  return {
    trade: of((place) => place === 'trades'),
    log: of((place) => place === 'logs'),
    ledger: of((place) => place === 'ledger'),
    account: of((place) => place === 'users'),
    indexes: of((place) => place.startsWith('trades/')),
  };
};

/** The tick's own writes are not the fill's: the state item and the minute's candles. */
const marketUnits = (usage: Usage): number => usage.writes.get('market') ?? 0;

const measure = async (lab: Lab, meter: Meter, cycle: number, one: Case): Promise<Row> => {
  const trades = one.trades ?? 1;
  await lab.tickAt(at(cycle, 6));
  for (let index = 0; index < trades; index++) await lab.open(at(cycle, 6) + 500 + index, one.plan);
  for (let minute = 7; minute <= one.from; minute++) await lab.tickAt(at(cycle, minute));
  const usage = await meter.measure(async () => {
    const { settled, fills } = await lab.tickAt(at(cycle, one.to));
    if (settled !== trades || fills !== trades * one.fills)
      throw new Error(`${one.name}: ${fills} fills of ${settled} trades`);
  });
  await lab.tickAt(at(cycle, 13));
  const reported = (usage.reported.write - marketUnits(usage)) / trades;
  const computed = (usage.computed.write - marketUnits(usage)) / trades;
  return {
    name: one.name,
    values: {
      WCU: reported,
      'WCU by rules': computed,
      ...shares(usage, trades),
      transactions: usage.requests.get('TransactWriteItems') ?? 0,
    },
    budget: [{ value: Math.max(reported, computed), limit: one.limit, unit: 'WCU' }],
  };
};

/** Write units of a fill, by kind, and how trades of one account share their transactions. */
export const fillUnits = (): Promise<Section> =>
  withMeteredLab({ market: cycles(CASES.length), now: at(0, 1) }, async (lab, meter) => {
    await lab.stores.addUser('u1');
    await lab.tickAt(at(0, 5));
    const rows: Row[] = [];
    for (const [cycle, one] of CASES.entries()) rows.push(await measure(lab, meter, cycle, one));
    return {
      name: 'fills',
      title: 'Write units of a fill',
      rows,
      notes: [
        'Brackets with both exits; without the state item and the candles, which a tick writes whatever fires.',
        'A transaction holds 100 actions: 19 trades that enter and leave (5 each, and the account), or 33 that enter.',
      ],
    };
  });
