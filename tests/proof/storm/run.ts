import { applyTick } from '../../../shared/application/apply-tick.ts';
import { auditAccount } from '../../../shared/application/audit-account.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { TradeStore } from '../../../shared/ports/trade-store.ts';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, restore, START, snapshot } from '../../integration/tick/support.ts';
import { countUnits, type Units } from './units.ts';

export interface StormOptions {
  readonly accounts: number;
  /** Trades of each account. */
  readonly each: number;
  /** Workers side by side, as the stack has them. */
  readonly workers: number;
}

export interface Storm extends Units {
  readonly name: string;
  /** Of the tick that meets the crash. */
  readonly tickSeconds: number;
  /** Until the last trade is settled. */
  readonly seconds: number;
  readonly settled: number;
  readonly wrong: readonly string[];
}

const ETH = 'ETH/USDT' as MarketSymbol;
const AT_ONCE = 16;
const ENTRIES = 10;
const CRASH = 20;

/** Trades another symbol while the storm goes on. */
const BESIDE = 'beside';
const userOf = (index: number) => `account-${index}`;
/** Fifty levels, each a stop of its own: the path meets them one after another. */
const stopOf = (index: number): string => (99 - (index % 50) * 0.1).toFixed(1);

const inTurns = async (count: number, work: (index: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
};

/** As the store was before trades shared transactions: each alone. */
const oneByOne = (trades: TradeStore): TradeStore => ({
  ...trades,
  async settleTogether(settlements) {
    const unwritten = [];
    for (const one of settlements) unwritten.push(...(await trades.settleTogether([one])));
    return unwritten;
  },
});

const secondsSince = (started: number) => (performance.now() - started) / 1000;

/** None lost, none twice: every trade bought once and stopped out once at its own price, every account's books in order. */
const wrongOf = async (lab: Lab, trades: readonly Trade[], { accounts, each }: StormOptions) => {
  const wrong: string[] = [];
  const byId = new Map<string, Trade>();
  const keys = trades.map(({ userId, id }) => ({ userId, tradeId: id }));
  for (const trade of await lab.requests.trades.loadMany(keys)) if ('id' in trade) byId.set(trade.id, trade);
  trades.forEach(({ id }, index) => {
    const fills = byId.get(id);
    const expected = [
      `entry 100 @${closeOf(ENTRIES)} maker`,
      `stop_loss ${Number(stopOf(index))} @${closeOf(CRASH)} taker`,
    ].join();
    const found = fills ? fillsOf(fills).join() : 'gone';
    if (found !== expected) wrong.push(`trade ${id}: ${found} instead of ${expected}`);
  });
  await inTurns(accounts, async (index) => {
    const audit = await auditAccount(lab.requests, { userId: userOf(index), accountId: 'main' });
    const { account, differences = [], trades: own } = audit.ok ? audit.value : {};
    if (differences.length > 0) wrong.push(`${userOf(index)}: ${JSON.stringify(differences)}`);
    if (own !== each || account?.fillCount !== 2 * each || Number(account.reserved) !== 0)
      wrong.push(
        `${userOf(index)}: ${own} trades, ${account?.fillCount} fills, ${account?.reserved} reserved`,
      );
  });
  return wrong;
};

/** Opens all trades over the code of a request, and lets a first storm buy them. */
const prepare = async (lab: Lab, { accounts, each, workers }: StormOptions): Promise<Trade[]> => {
  await inTurns(accounts, (index) => lab.stores.addUser(userOf(index)));
  await lab.stores.addUser(BESIDE);
  await lab.tickAt(at(5));
  const trades: Trade[] = [];
  await inTurns(accounts * each, async (index) => {
    const exits = { stopLoss: price(stopOf(index)), takeProfit: price('200') };
    trades[index] = await lab.open(at(6), { exits }, userOf(index % accounts));
  });
  for (const minute of [ENTRIES + 1, ENTRIES + 2, ENTRIES + 3]) {
    await lab.tickAt(at(minute));
    await lab.settleHanded(at(minute), workers);
  }
  await lab.tickAt(at(CRASH));
  return trades;
};

/** Lets all stops of one symbol fire in one bar, twice: shared out as the stack does it, and a transaction for each trade. */
export const runStorm = async (say: (line: string) => void, options: StormOptions): Promise<Storm[]> => {
  const stores = await startStores();
  const units = countUnits(stores);
  const crash = { [ENTRIES]: [105, 105, 99.5, 105], [CRASH]: [105, 105, 90, 92] } as const;
  const series = { [BTC]: minutes(40, 105, crash), [ETH]: minutes(40, 105, crash) };
  const market = scriptedMarket(START, series as Parameters<typeof scriptedMarket>[1]);
  const lab = await startLab({ market, now: at(5), stores, handsOver: true });
  try {
    const started = performance.now();
    const trades = await prepare(lab, options);
    const other = await lab.open(
      at(CRASH),
      { symbol: ETH, entry: { type: 'limit', limit: price('100') } },
      BESIDE,
    );
    say(
      `${trades.length} trades of ${options.accounts} accounts opened and bought in ${secondsSince(started).toFixed(0)} s`,
    );
    const before = await snapshot(stores);

    const measure = async (name: string, work: () => Promise<{ tickSeconds: number; settled: number }>) => {
      let told = { tickSeconds: 0, settled: 0 };
      let seconds = 0;
      const used = await units.during(async () => {
        const from = performance.now();
        told = await work();
        seconds = secondsSince(from);
      });
      await lab.tickAt(at(CRASH + 3));
      const cursor = (await lab.ticks.market.loadBatch(0))?.markets.map((one) => one.cursor);
      const wrong = await wrongOf(lab, [...trades], options);
      const beside = fillsOf(await lab.trade(other));
      if (beside.length !== 1) wrong.push(`the other symbol: ${beside.join()}`);
      if (cursor?.some((one) => one < closeOf(CRASH + 2))) wrong.push(`a cursor stands at ${cursor.join()}`);
      return { name, ...told, seconds, ...used, wrong };
    };

    const shared = await measure('shared out over messages', async () => {
      const from = performance.now();
      const report = await lab.tickAt(at(CRASH + 1));
      const tickSeconds = secondsSince(from);
      const groups = await lab.settleHanded(at(CRASH + 1), options.workers);
      const last = await lab.tickAt(at(CRASH + 2));
      const settled = [report, ...groups, last].reduce((sum, one) => sum + one.settled, 0);
      return { tickSeconds, settled };
    });
    await restore(stores, before);
    const { settlements: _, ...ports } = lab.ticks;
    const alone = await measure('a transaction each (baseline)', async () => {
      const now = at(CRASH + 1);
      lab.clock.time = now;
      const from = performance.now();
      const trades = oneByOne(ports.trades);
      const report = await applyTick({ ...ports, trades }, { batch: 0, slot: now, reason: 'schedule' }, now);
      return { tickSeconds: secondsSince(from), settled: report.settled };
    });
    return [shared, alone];
  } finally {
    await lab.stop();
  }
};
