import { subtract } from '../domain/money/decimal.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import { journalOf } from '../domain/trades/journal.ts';
import { feesOf, realizedGross } from '../domain/trades/pnl.ts';
import { isActive, type Trade } from '../domain/trades/trade.ts';
import type { Settlement } from '../ports/trade-store.ts';

/** What a settlement adds to the account: the fees of its fills, and the result of what it closes. */
const deltaOf = (before: Trade, after: Trade, fillCount: number): Settlement['account'] =>
  fillCount === 0
    ? undefined
    : {
        realizedPnl: subtract(realizedGross(after), realizedGross(before)),
        fees: subtract(feesOf(after), feesOf(before)),
        fillCount,
      };

/** The events of one trade as one write; undefined where there are none. A trade that moves on is parked no more. */
export const settlementOf = (trade: Trade, events: readonly TradeEvent[]): Settlement | undefined => {
  if (events.length === 0) return undefined;
  const journal = journalOf(trade, events);
  const { evaluatedTo: _, ...after } = journal.trade;
  return {
    expectedVersion: trade.version,
    trade: after,
    rows: journal.rows,
    fills: journal.fills,
    account: deltaOf(trade, after, journal.fills.length),
  };
};

/**
 * Lifts the mark of a parked trade to which nothing happened in what it was owed; undefined where it has none. The item
 * is written as a whole, so that it leaves the index of what is due; the version stays, for nothing happened.
 */
export const unparked = ({ evaluatedTo, ...trade }: Trade): Settlement | undefined =>
  evaluatedTo === undefined
    ? undefined
    : { expectedVersion: trade.version, trade, rows: [], fills: [], account: undefined };

/** The trade stays parked, its path evaluated up to here (ms) and owed from there on. */
export const stillOwed = (settlement: Settlement, evaluatedTo: number): Settlement =>
  isActive(settlement.trade) ? { ...settlement, trade: { ...settlement.trade, evaluatedTo } } : settlement;
