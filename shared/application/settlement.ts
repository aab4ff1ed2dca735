import { accountDelta } from '../domain/accounts/funds.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import { journalOf } from '../domain/trades/journal.ts';
import { isActive, type Trade } from '../domain/trades/trade.ts';
import { isWorthWriting, type MarkedTo, withMark } from '../domain/trades/trailing.ts';
import type { Settlement } from '../ports/trade-store.ts';

/** What the path did to a trade: its events, and what its trailing stop has seen. */
interface Walked {
  readonly events: readonly TradeEvent[];
  readonly marked?: MarkedTo | undefined;
}

/** The events of one trade as one write; undefined where there are none. A trade that moves on is parked no more. */
export const settlementOf = (trade: Trade, { events, marked }: Walked): Settlement | undefined => {
  if (events.length === 0) return undefined;
  const journal = journalOf(trade, events);
  const { evaluatedTo: _, ...moved } = journal.trade;
  const after = marked ? withMark(moved, marked) : moved;
  return {
    expectedVersion: trade.version,
    trade: after,
    rows: journal.rows,
    fills: journal.fills,
    account: accountDelta(trade, after),
  };
};

const unchanged = (trade: Trade, to: Trade): Settlement => ({
  expectedVersion: trade.version,
  trade: to,
  rows: [],
  fills: [],
  account: undefined,
});

/**
 * A trade to which nothing happened: parked no more, and with the mark of its trailing stop where the stored one no longer
 * does; undefined where there is nothing to write. The item is written as a whole, so that the indexes follow; the
 * version stays, for nothing happened.
 */
export const keptUp = (trade: Trade, marked: MarkedTo | undefined): Settlement | undefined => {
  const { evaluatedTo, ...rest } = trade;
  if (marked && isWorthWriting(trade, marked)) return unchanged(trade, withMark(rest, marked));
  return evaluatedTo === undefined ? undefined : unchanged(trade, rest);
};

/** The trade stays parked, its path evaluated up to here (ms) and owed from there on. */
export const stillOwed = (settlement: Settlement, evaluatedTo: number): Settlement =>
  isActive(settlement.trade) ? { ...settlement, trade: { ...settlement.trade, evaluatedTo } } : settlement;
