import { closeTrade } from '../../../shared/application/command-trade.ts';
import { openTrade } from '../../../shared/application/open-trade.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { BTC, type Lab } from '../../fixtures/lab.ts';
import type { Meter } from '../capacity/meter.ts';
import type { Usage } from '../capacity/usage.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { at, cycles } from '../script.ts';
import { FILL_CASES, type FillCase } from './fill-cases.ts';

const LONGEST_NAME = 64;

const open = async (lab: Lab, now: number, { plan, named }: FillCase): Promise<Trade> => {
  lab.clock.time = now;
  const whole: TradePlan = {
    symbol: BTC,
    direction: 'long',
    quantity: quantity('1'),
    entry: { type: 'market' },
    exits: {},
    ...plan,
  };
  const opened = await openTrade(lab.requests, {
    userId: 'u1',
    accountId: 'main',
    ...(named ? { clientTradeId: String(now).padStart(LONGEST_NAME, 'x') } : {}),
    now,
    plan: whole,
    bodyHash: '',
  });
  if (!opened.ok) throw new Error(`a trade was refused: ${JSON.stringify(opened.problem)}`);
  return opened.value.trade;
};

/** Opens the trades of a case in a cycle of their own, and meters the tick that fires them. */
const measure = async (lab: Lab, meter: Meter, cycle: number, one: FillCase): Promise<Usage> => {
  await lab.tickAt(at(cycle, 6));
  const opened: Trade[] = [];
  for (let index = 0; index < one.trades; index++)
    opened.push(await open(lab, at(cycle, 6) + 500 + index, one));
  for (let minute = 7; minute <= one.from; minute++) await lab.tickAt(at(cycle, minute));
  if (one.closeAt !== undefined) {
    const now = at(cycle, one.closeAt) + 500;
    for (const { id } of opened) await closeTrade(lab.requests, { userId: 'u1', tradeId: id, now });
  }
  const usage = await meter.measure(async () => {
    const { settled, fills } = await lab.tickAt(at(cycle, one.to));
    if (settled !== one.trades || fills !== one.trades * one.fills)
      throw new Error(`${one.name}: ${fills} fills of ${settled} trades`);
  });
  // What is still open ends in this cycle: the next begins with nothing that waits.
  await lab.tickAt(at(cycle, 13));
  return usage;
};

const rowOf = (one: FillCase, usage: Usage): Row => {
  const of = (wanted: (place: string) => boolean) =>
    [...usage.writes].reduce((sum, [place, units]) => sum + (wanted(place) ? units : 0), 0) / one.trades;
  // The tick's own writes, to the market's table, are not the fill's.
  const own = usage.writes.get('market') ?? 0;
  const reported = (usage.reported.write - own) / one.trades;
  const computed = (usage.computed.write - own) / one.trades;
  return {
    name: one.name,
    values: {
      WCU: reported,
      'WCU by rules': computed,
      trade: of((place) => place === 'trades'),
      log: of((place) => place === 'logs'),
      ledger: of((place) => place === 'ledger'),
      account: of((place) => place === 'users'),
      indexes: of((place) => place.startsWith('trades/')),
      transactions: usage.requests.get('TransactWriteItems') ?? 0,
      'trade, bytes': usage.largest.get('trades') ?? 0,
    },
    budget: [{ value: Math.max(reported, computed), limit: one.limit, unit: 'WCU' }],
  };
};

/** Write units of a fill, by kind, and how trades of one account share their transactions. */
export const fillUnits = (): Promise<Section> =>
  withMeteredLab({ market: cycles(FILL_CASES.length), now: at(0, 1) }, async (lab, meter) => {
    await lab.stores.addUser('u1');
    await lab.tickAt(at(0, 5));
    const rows: Row[] = [];
    const usages: Usage[] = [];
    for (const [cycle, one] of FILL_CASES.entries()) {
      const usage = await measure(lab, meter, cycle, one);
      usages.push(usage);
      rows.push(rowOf(one, usage));
    }
    const largest = (table: string) => Math.max(...usages.map((usage) => usage.largest.get(table) ?? 0));
    return {
      name: 'fills',
      title: 'Write units of a fill',
      rows,
      notes: [
        'Brackets with both exits; without the state item and the candles, which a tick writes whatever fires.',
        'A transaction holds 100 actions: 19 trades that enter and leave (5 each, and the account), or 33 that enter.',
        `Largest items: log row ${largest('logs')} bytes, ledger entry ${largest('ledger')}, account ${largest('users')}.`,
      ],
    };
  });
