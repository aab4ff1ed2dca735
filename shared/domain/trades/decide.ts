import { price } from '../money/decimal.ts';
import { ok, type Result, refuse } from '../problem.ts';
import type { TradeEvent } from './event.ts';
import { changedExits } from './evolve.ts';
import { checkExitPrices, referencePrice } from './rules.ts';
import { type Command, type ExitChanges, type Exits, isActive, type Trade } from './trade.ts';

/** Commands that may wait on one trade: more is a client gone wild, and an item that outgrows its kilobyte. */
export const MAX_WAITING_COMMANDS = 5;

/**
 * `at` never runs backwards within one trade: commands act in the order they were given, and after what the path has
 * done by then: a request that meets a trade just filled would else close it at a price from before its entry.
 */
const orderedAt = (trade: Trade, at: number): number => {
  const exits = trade.status === 'open' ? [trade.takeProfit, trade.stopLoss] : [];
  return Math.max(
    at,
    trade.createdAt,
    ...trade.fills.map((fill) => fill.time),
    ...exits.map((leg) => leg?.armedAt ?? 0),
    ...trade.commands.map((command) => command.at),
  );
};

const request = (trade: Trade, command: Command): Result<TradeEvent[]> => {
  // A way out is never refused for the changes that wait before it; only one of each can wait.
  if (command.kind === 'amend' && trade.commands.length >= MAX_WAITING_COMMANDS)
    return refuse(
      'too_many_commands',
      `${MAX_WAITING_COMMANDS} commands of this trade already wait for the market; try again in a moment`,
    );
  return ok([{ type: 'command_requested', at: command.at, command }]);
};

const ended = (trade: Trade) =>
  refuse('trade_ended', `the trade is ${trade.status}: it cannot be changed any more`);

/** Cancels a trade that is still pending. Asking again while a cancel waits changes nothing. */
export const decideCancel = (trade: Trade, at: number): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (trade.status !== 'pending')
    return refuse('trade_not_pending', 'the trade is open: close it instead of cancelling it');
  if (trade.commands.some((command) => command.kind === 'cancel')) return ok([]);
  return request(trade, { kind: 'cancel', at: orderedAt(trade, at) });
};

/** Closes an open trade at the market. Asking again while a close waits changes nothing. */
export const decideClose = (trade: Trade, at: number): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (trade.status !== 'open')
    return refuse('trade_not_open', 'the trade is pending: cancel it instead of closing it');
  if (trade.closeArmedAt !== undefined || trade.commands.some((command) => command.kind === 'close'))
    return ok([]);
  return request(trade, { kind: 'close', at: orderedAt(trade, at) });
};

/** The exits as they will be once the waiting amendments have acted. */
const plannedExits = (trade: Trade): Exits =>
  trade.commands.reduce<Exits>(
    (exits, command) => (command.kind === 'amend' ? changedExits(exits, command.changes) : exits),
    trade.exits,
  );

/** The same change as the one asked for last: a repeat, perhaps of a request whose answer was lost. */
const isLastAsked = (trade: Trade, changes: ExitChanges): boolean => {
  const last = trade.commands.at(-1);
  return (
    last?.kind === 'amend' &&
    last.changes.takeProfit === changes.takeProfit &&
    last.changes.stopLoss === changes.stopLoss
  );
};

/** Changes exits; `lastPrice` is the newest one known, where one is. */
export const decideAmend = (
  trade: Trade,
  changes: ExitChanges,
  at: number,
  lastPrice: number | undefined,
): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (trade.status === 'open' && trade.closeArmedAt !== undefined)
    return refuse('trade_not_open', 'the trade is being closed: its exits cannot be changed any more');
  const reference =
    trade.status === 'pending'
      ? referencePrice(trade.entry, lastPrice)
      : lastPrice === undefined
        ? undefined
        : price(lastPrice);
  const next = changedExits(plannedExits(trade), changes);
  // On an open trade only what is changed now is held against the market: an older exit may rightly be past it.
  const held = trade.status === 'pending' ? next : changedExits({}, changes);
  const broken = [
    ...checkExitPrices(trade.direction, next, trade.terms.tickSize, undefined),
    ...checkExitPrices(trade.direction, held, trade.terms.tickSize, reference),
  ];
  const distinct = broken.filter(
    (one, index) =>
      broken.findIndex((other) => other.field === one.field && other.code === one.code) === index,
  );
  if (distinct.length > 0) return refuse('invalid_trade', 'the exits break a rule', distinct);
  if (isLastAsked(trade, changes)) return ok([]);
  return request(trade, { kind: 'amend', at: orderedAt(trade, at), changes });
};
