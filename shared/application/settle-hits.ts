import { armedBy, NOTHING_ARMED } from '../domain/trades/nearest.ts';
import type { Trade } from '../domain/trades/trade.ts';
import {
  CorruptTradeError,
  type Settlement,
  StoreUnavailableError,
  type TradeKey,
  type Unwritten,
} from '../ports/trade-store.ts';
import { marketKey } from './batches.ts';
import { keyText } from './find-hits.ts';
import { owedWindow } from './owed-path.ts';
import type { TickPorts } from './ports.ts';
import { seenSince } from './seen-since.ts';
import { keptUp, settlementOf, stillOwed } from './settlement.ts';
import type { MarketPass } from './tick-paths.ts';
import { walkPayable } from './walk-payable.ts';

/** A trade that is stale, or cannot pay, is loaded and decided again at most this often within one pass. */
const MAX_ROUNDS = 8;
/** Left for what comes after a part: refused whole, in part, and as several parts of one moment. */
const ROUNDS_OF_A_PART = 4;
const ACCOUNTS_AT_ONCE = 8;

export interface SettleReport {
  settled: number;
  fills: number;
  parked: number;
}

type Passes = ReadonlyMap<string, MarketPass>;

/** What is the same for all trades that are settled together. */
interface Pass {
  readonly ports: TickPorts;
  readonly batch: number;
  readonly passes: Passes;
  readonly report: SettleReport;
  /** Trades of which more has happened than one transaction holds: the rest is decided once this is written. */
  readonly cut: Set<string>;
}

const tradeKey = (trade: Trade): TradeKey => ({ userId: trade.userId, tradeId: trade.id });

/**
 * Never loses a trade that cannot be evaluated: its path is owed from here on, and it stops nobody else. `from` is where
 * the look-back begins, not the cursor: the trade may have been seen late.
 */
const park = async ({ ports, report, batch }: Pass, key: TradeKey, from: number, error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  report.parked++;
  ports.report('trade_parked', { tradeId: key.tradeId, from, reason });
  await ports.notices.announce(batch, { ...NOTHING_ARMED, dueAt: from }, ports.wall());
  await ports.trades.park(key, from, reason);
};

/** What the path does to one trade. A trade that cannot be evaluated is parked, and answers nothing. */
const decide = async (
  of: Pass,
  unpayable: ReadonlyMap<string, number>,
  trade: Trade | CorruptTradeError,
): Promise<Settlement[]> => {
  const { ports, passes } = of;
  if (trade instanceof CorruptTradeError) {
    const from = Math.min(...[...passes.values()].map(({ window }) => window.before));
    await park(of, trade.key, from, trade);
    return [];
  }
  const pass = passes.get(marketKey(trade.venue, trade.symbol));
  if (!pass) return [];
  try {
    const window = await owedWindow(ports, trade, pass.window);
    if (!window) return [];
    const since = await seenSince(ports, trade, window.before);
    const walked = walkPayable(trade, window, since, unpayable.get(keyText(tradeKey(trade))) ?? 0);
    const settlement = settlementOf(trade, walked) ?? keptUp(trade, walked.marked);
    if (!settlement) return [];
    if (walked.isCut) of.cut.add(keyText(tradeKey(trade)));
    const isWhole = walked.completeTo >= pass.window.completeTo;
    return [isWhole ? settlement : stillOwed(settlement, walked.completeTo)];
  } catch (error) {
    await park(of, tradeKey(trade), pass.window.before, error);
    return [];
  }
};

const count = (report: SettleReport, group: readonly Settlement[], missed: readonly Unwritten[]): void => {
  const unwritten = new Set(missed.map(({ key }) => keyText(key)));
  for (const { trade, rows, fills } of group) {
    if (rows.length === 0 || unwritten.has(keyText(tradeKey(trade)))) continue;
    report.settled++;
    report.fills += fills.length;
  }
};

/** Settles the trades of one account; where one of them cannot be written at all, it alone is parked. */
const settleAccount = async (of: Pass, group: readonly Settlement[]): Promise<Unwritten[]> => {
  const { ports, report, passes } = of;
  try {
    const unwritten = await ports.trades.settleTogether(group);
    count(report, group, unwritten);
    return unwritten;
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    const [only] = group;
    if (group.length > 1) {
      const unwritten = [];
      for (const one of group) unwritten.push(...(await settleAccount(of, [one])));
      return unwritten;
    }
    if (only) {
      const pass = passes.get(marketKey(only.trade.venue, only.trade.symbol));
      await park(of, tradeKey(only.trade), pass?.window.before ?? 0, error);
    }
    return [];
  }
};

const byAccount = (settlements: readonly Settlement[]): Settlement[][] => {
  const groups = Map.groupBy(settlements, ({ trade }) => `${trade.userId} ${trade.accountId}`);
  return [...groups.values()];
};

const settleAll = async (of: Pass, settlements: readonly Settlement[]): Promise<Unwritten[]> => {
  const groups = byAccount(settlements);
  const unwritten: Unwritten[] = [];
  for (let from = 0; from < groups.length; from += ACCOUNTS_AT_ONCE) {
    const some = groups.slice(from, from + ACCOUNTS_AT_ONCE);
    const answers = await Promise.all(some.map((group) => settleAccount(of, group)));
    unwritten.push(...answers.flat());
  }
  return unwritten;
};

/** The trades of which a part has been written, all that one transaction holds or the account could pay: the rest is decided anew. */
const settledInPart = (
  settlements: readonly Settlement[],
  unwritten: readonly Unwritten[],
  unpayable: ReadonlyMap<string, number>,
  cut: ReadonlySet<string>,
): TradeKey[] => {
  const missed = new Set(unwritten.map(({ key }) => keyText(key)));
  return settlements
    .filter(({ trade }) => trade.evaluatedTo !== undefined)
    .map(({ trade }) => tradeKey(trade))
    .filter((key) => (unpayable.has(keyText(key)) || cut.has(keyText(key))) && !missed.has(keyText(key)));
};

/**
 * Settles what the passes do to these trades. Answers only once every settlement is committed, or its trade durably parked.
 * @throws StoreUnavailableError: the cursor must not move, the message comes again
 */
export const settleTrades = async (
  ports: TickPorts,
  batch: number,
  passes: Passes,
  hits: readonly TradeKey[],
): Promise<SettleReport> => {
  const report: SettleReport = { settled: 0, fills: 0, parked: 0 };
  const of: Pass = { ports, batch, passes, report, cut: new Set() };
  const unpayable = new Map<string, number>();
  let keys = hits;
  for (let round = 0; keys.length > 0; round++) {
    if (round >= MAX_ROUNDS)
      throw new StoreUnavailableError(`${keys.length} trades changed faster than they could be settled`);
    const trades = await ports.trades.loadMany(keys);
    of.cut.clear();
    const settlements = (await Promise.all(trades.map((trade) => decide(of, unpayable, trade)))).flat();
    // A tick that dies after a settlement leaves its triggers to the next one's notices.
    await ports.notices.announce(batch, armedBy(settlements.map(({ trade }) => trade)), ports.wall());
    const unwritten = await settleAll(of, settlements);
    for (const { key, because } of unwritten)
      if (because === 'insufficient_funds')
        unpayable.set(keyText(key), (unpayable.get(keyText(key)) ?? 0) + 1);
    // What is settled in part goes on at once; where rounds run out, the next pass finds it owed.
    const inParts =
      round + ROUNDS_OF_A_PART < MAX_ROUNDS ? settledInPart(settlements, unwritten, unpayable, of.cut) : [];
    for (const key of inParts) unpayable.delete(keyText(key));
    keys = [...unwritten.map(({ key }) => key), ...inParts];
  }
  return report;
};
