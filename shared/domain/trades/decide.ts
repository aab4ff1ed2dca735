import type Big from 'big.js';
import { compare, isMultipleOf, price, type Quantity, quantity } from '../money/decimal.ts';
import { ok, type Result, refuse, type Violation } from '../problem.ts';
import type { TradeEvent } from './event.ts';
import { changedExits } from './evolve.ts';
import { unclosedQuantity } from './lot.ts';
import { checkExitPrices, MAX_PRICE, referencePrice } from './rules.ts';
import {
  type Command,
  type ExitChanges,
  type Exits,
  isActive,
  type PartialClose,
  type Trade,
} from './trade.ts';

/** Commands that may wait on one trade: more is a client gone wild, and an item that outgrows its kilobyte. */
export const MAX_WAITING_COMMANDS = 5;

/**
 * `at` never runs backwards within one trade: commands act in the order they were given, and after what the path has
 * done by then: a request that meets a trade just filled would else close it at a price from before its entry.
 */
const orderedAt = (trade: Trade, at: number): number => {
  const exits =
    trade.status === 'open' ? [trade.takeProfit, trade.stopLoss, ...(trade.partialCloses ?? [])] : [];
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

/** Partial closes of one trade that wait for their price, at most: an item that outgrows its kilobyte. */
export const MAX_PARTIAL_CLOSES = 5;
/** All parts of a trade, at most: those at the market are gone with the next tick. */
const MOST_PARTS = 20;

/** True where one more part may be asked for. A way out at the market is not refused for the parts that wait. */
export const hasPlaceFor = (trade: Trade, atLimit: boolean): boolean => {
  const armed = trade.status === 'open' ? (trade.partialCloses ?? []) : [];
  const withdrawn = new Set(
    trade.commands.flatMap((command) => (command.kind === 'withdraw' ? [command.orderId] : [])),
  );
  const asked = trade.commands.flatMap((command) =>
    command.kind === 'close' && command.part ? [command.part] : [],
  );
  const parts = [...armed, ...asked].filter(({ id }) => !withdrawn.has(id));
  const resting = parts.filter(({ limit }) => limit !== undefined).length;
  return parts.length < MOST_PARTS && (!atLimit || resting < MAX_PARTIAL_CLOSES);
};

/** What may still be given back in parts: what is open, less what is being given back already. Base units. */
export const closableQuantity = (trade: Trade): Quantity => {
  if (trade.status !== 'open' || trade.closeArmedAt !== undefined) return quantity(0);
  const asked = trade.commands.flatMap((command) => (command.kind === 'close' ? [command] : []));
  if (asked.some(({ part }) => part === undefined)) return quantity(0);
  const left = asked.reduce<Big>(
    (rest, { part }) => rest.minus(part?.quantity ?? 0),
    unclosedQuantity(trade),
  );
  return quantity(left.lt(0) ? 0 : left);
};

const badPart = (trade: Trade, part: PartialClose): Violation[] => {
  const most = closableQuantity(trade);
  const { lotSize, tickSize } = trade.terms;
  const broken = (field: string, code: string, message: string): Violation => ({ field, code, message });
  return [
    ...(compare(part.quantity, 0) > 0 && compare(part.quantity, most) <= 0
      ? []
      : [
          broken(
            'quantity',
            'quantity_too_large',
            `quantity must be above 0 and at most ${most}, what can be closed`,
          ),
        ]),
    ...(lotSize === undefined || isMultipleOf(part.quantity, lotSize) || compare(part.quantity, most) === 0
      ? []
      : [broken('quantity', 'quantity_off_lot', `quantity must be a multiple of the lot size ${lotSize}`)]),
    ...(part.limit === undefined ||
    (compare(part.limit, 0) > 0 && compare(part.limit, MAX_PRICE) <= 0 && isMultipleOf(part.limit, tickSize))
      ? []
      : [
          broken('limit', 'price_off_tick', `limit must be a positive multiple of the tick size ${tickSize}`),
        ]),
  ];
};

const isAskedBefore = (trade: Trade, id: string): boolean =>
  trade.commands.some((command) => command.kind === 'close' && command.part?.id === id) ||
  trade.fills.some(({ orderId }) => orderId === id) ||
  (trade.status === 'open' && (trade.partialCloses ?? []).some((part) => part.id === id));

/** Closes a part of an open trade, at the market or at a limit. Asking again under the same id changes nothing. */
export const decidePartialClose = (trade: Trade, part: PartialClose, at: number): Result<TradeEvent[]> => {
  if (isAskedBefore(trade, part.id)) return ok([]);
  if (!isActive(trade)) return ended(trade);
  if (trade.status !== 'open')
    return refuse('trade_not_open', 'the trade is pending: cancel it instead of closing it');
  const broken = badPart(trade, part);
  if (broken.length > 0) return refuse('invalid_trade', 'the part breaks a rule', broken);
  if (!hasPlaceFor(trade, part.limit !== undefined))
    return refuse(
      'too_many_commands',
      `${MAX_PARTIAL_CLOSES} parts of this trade already wait for their price`,
    );
  return request(trade, { kind: 'close', at: orderedAt(trade, at), part });
};

/** Takes back a partial close that waits at its limit. Asking again changes nothing. */
export const decideWithdraw = (trade: Trade, orderId: string, at: number): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  const isThere = isAskedBefore(trade, orderId);
  const asked = trade.commands.some((command) => command.kind === 'withdraw' && command.orderId === orderId);
  return !isThere || asked ? ok([]) : request(trade, { kind: 'withdraw', at: orderedAt(trade, at), orderId });
};

/** Closes an open trade at the market. Asking again while a close waits changes nothing. */
export const decideClose = (trade: Trade, at: number): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (trade.status !== 'open')
    return refuse('trade_not_open', 'the trade is pending: cancel it instead of closing it');
  if (
    trade.closeArmedAt !== undefined ||
    trade.commands.some((command) => command.kind === 'close' && !command.part)
  )
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
