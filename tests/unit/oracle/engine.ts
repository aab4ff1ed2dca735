/** The engine, run as the tick runs it, on the oracle's orders and records; its result in the oracle's words. */
import { keptUp, settlementOf } from '../../../shared/application/settlement.ts';
import {
  endOf,
  highOf,
  lowOf,
  type PathElement,
  type Resolution,
  startOf,
} from '../../../shared/domain/market/path.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { price, quantity, rate, ZERO } from '../../../shared/domain/money/decimal.ts';
import { walk } from '../../../shared/domain/trades/advance.ts';
import type { TradeEvent } from '../../../shared/domain/trades/event.ts';
import { journalOf } from '../../../shared/domain/trades/journal.ts';
import { realizedGross, realizedNet } from '../../../shared/domain/trades/pnl.ts';
import {
  type Command,
  isActive,
  type PendingTrade,
  type Trade,
} from '../../../shared/domain/trades/trade.ts';
import { triggersOf } from '../../../shared/domain/trades/triggers.ts';
import type { OracleElement, OracleOrder, OracleResult } from '../../oracle/oracle.ts';

const LOOK_BACK = 300_000;

export const toElement = (element: OracleElement): PathElement =>
  'openTime' in element
    ? {
        kind: 'bar',
        openTime: element.openTime,
        closeTime: element.closeTime,
        open: Number(element.open),
        high: Number(element.high),
        low: Number(element.low),
        close: Number(element.close),
        volume: Number(element.volume),
      }
    : {
        kind: 'print',
        time: element.time,
        price: Number(element.price),
        quantity: Number(element.quantity),
        id: element.id,
      };

/** A copy without what is undefined. */
const only = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export const toTrade = (order: OracleOrder): PendingTrade => {
  const { takeProfit, stopLoss, stopLimit, trailing, targets, breakEven, covers, timeOut, dailyClose } =
    order;
  const { participation, visible } = order;
  return only({
    id: order.id,
    userId: 'u',
    accountId: 'main',
    venue: 'replay',
    symbol: 'BTC/USDT' as MarketSymbol,
    direction: order.direction,
    quantity: quantity(order.quantity),
    entry: order.entry,
    exits: only({
      takeProfit,
      stopLoss,
      stopLimit,
      trailing,
      targets,
      breakEven,
      covers,
      timeOut,
      dailyClose,
    }),
    execution: (participation ?? visible) ? only({ participation, visible }) : undefined,
    terms: only({
      makerRate: rate(order.makerRate),
      takerRate: rate(order.takerRate),
      slippageBps: order.slippageBps,
      tickSize: price(order.tickSize),
      lotSize: order.lotSize,
    }),
    createdAt: order.createdAt,
    goodTill: order.goodTill,
    version: 1,
    reservation: ZERO,
    commands: [],
    fills: [],
    status: 'pending',
  }) as unknown as PendingTrade;
};

export interface Passes {
  /** How many elements the next pass brings. */
  readonly next: () => number;
  /** Evaluate only where the trigger indexes select the trade, as the tick does; otherwise in every pass. */
  readonly byIndex: boolean;
}

interface Run {
  readonly trade: Trade;
  readonly superseded: number;
  readonly events: readonly TradeEvent[];
}

/** What the trailing stop has seen between its mark and this window: the record has it. */
const seenSince = (trade: Trade, elements: readonly PathElement[], before: number) => {
  const trailing = trade.status === 'open' ? trade.trailing : undefined;
  const markAt = trailing?.mark === undefined ? undefined : trailing.markAt;
  if (markAt === undefined || markAt >= before) return undefined;
  const since = elements.filter((element) => startOf(element) > markAt && endOf(element) <= before);
  if (since.length === 0) return undefined;
  return { low: Math.min(...since.map(lowOf)), high: Math.max(...since.map(highOf)) };
};

const isSelected = (trade: Trade, window: readonly PathElement[], completeTo: number): boolean => {
  const { below, above, dueAt } = triggersOf(trade);
  return (
    (dueAt !== undefined && dueAt <= completeTo) ||
    window.some(
      (element) =>
        (below !== undefined && lowOf(element) <= Number(below)) ||
        (above !== undefined && highOf(element) >= Number(above)),
    )
  );
};

/** Pass after pass, each over its look-back too, commands stored when they are given. */
export const runEngine = (
  order: OracleOrder,
  elements: readonly PathElement[],
  resolution: Resolution,
  passes: Passes,
): Run => {
  let trade: Trade = toTrade(order);
  let superseded = 0;
  const events: TradeEvent[] = [];
  const waiting = [...order.commands];
  let cursor = (elements[0] ? startOf(elements[0]) : 0) - 1;
  let [first, next] = [0, 0];
  while (next < elements.length) {
    next = Math.min(elements.length, next + passes.next());
    // What happened in one millisecond is read together.
    const lastEnd = () => endOf(elements[next - 1] as PathElement);
    while (next < elements.length && startOf(elements[next] as PathElement) <= lastEnd()) next++;
    const completeTo = lastEnd();
    // A command is stored before the pass over its moment runs.
    while (waiting[0] && waiting[0].at <= completeTo) {
      const command = waiting.shift() as Command;
      if (isActive(trade))
        trade = journalOf(trade, [{ type: 'command_requested', at: command.at, command }]).trade;
      else superseded++;
    }
    const from = cursor - LOOK_BACK + 1;
    while (startOf(elements[first] as PathElement) < from) first++;
    const window = elements.slice(first, next);
    const before = first > 0 ? endOf(elements[first - 1] as PathElement) : 0;
    const isDue = isActive(trade) && order.createdAt <= completeTo;
    if (isDue && (!passes.byIndex || isSelected(trade, window, completeTo))) {
      const walked = walk(
        trade,
        { elements: window, venue: 'replay', resolution, before, completeTo, previousCursor: cursor },
        seenSince(trade, elements, before),
      );
      events.push(...walked.events);
      superseded += walked.events.filter(({ type }) => type === 'command_superseded').length;
      trade = (settlementOf(trade, walked) ?? keptUp(trade, walked.marked))?.trade ?? trade;
    }
    cursor = completeTo;
    if (!isActive(trade) && waiting.length === 0) break;
  }
  return { trade, superseded, events };
};

const notesOf = (events: readonly TradeEvent[]): OracleResult['notes'] =>
  events.flatMap((event): OracleResult['notes'] => {
    switch (event.type) {
      case 'entry_triggered':
      case 'exit_triggered':
      case 'trailing_activated':
        return [{ type: event.type, at: event.at, ambiguous: event.ambiguous }];
      case 'reading_taken':
        return [{ type: event.type, at: event.at, ambiguous: true }];
      default:
        return [];
    }
  });

export const resultOf = ({ trade, superseded, events }: Run): OracleResult =>
  only({
    status: trade.status,
    superseded,
    fills: trade.fills.map(
      ({ leg, time, price: at, quantity: q, notional, fee, liquidity, ambiguous, orderId }) =>
        only({ leg, time, price: at, quantity: q, notional, fee, liquidity, ambiguous, orderId }),
    ),
    notes: notesOf(events),
    upside: trade.upside ?? '0',
    closeReason: trade.status === 'closed' ? trade.closeReason : undefined,
    grossPnl: trade.status === 'closed' ? realizedGross(trade) : undefined,
    netPnl: trade.status === 'closed' ? realizedNet(trade) : undefined,
    endedAt: 'endedAt' in trade ? trade.endedAt : undefined,
  }) as OracleResult;
