import { accountDelta } from '../domain/accounts/funds.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import { journalOf } from '../domain/trades/journal.ts';
import { isActive, type Trade } from '../domain/trades/trade.ts';
import type { Settlement } from '../ports/trade-store.ts';

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
    account: accountDelta(trade, after),
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

/** An entry that the account cannot pay: what came before it stands, the trade ends as rejected. */
export const rejectionOf = (trade: Trade, events: readonly TradeEvent[]): Settlement | undefined => {
  const index = events.findIndex(({ type }) => type === 'entry_filled');
  const entry = events[index];
  if (!entry) return undefined;
  const reason = 'the account has too little free cash for what the entry costs';
  return settlementOf(trade, [...events.slice(0, index), { type: 'trade_rejected', at: entry.at, reason }]);
};

/** The trade stays parked, its path evaluated up to here (ms) and owed from there on. */
export const stillOwed = (settlement: Settlement, evaluatedTo: number): Settlement =>
  isActive(settlement.trade) ? { ...settlement, trade: { ...settlement.trade, evaluatedTo } } : settlement;
