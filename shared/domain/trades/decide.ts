import type Big from 'big.js';
import { reservationFor } from '../accounts/funds.ts';
import type { Instrument } from '../market/instrument.ts';
import {
  compare,
  isMultipleOf,
  type Money,
  price,
  type Quantity,
  quantity,
  subtract,
  ZERO,
} from '../money/decimal.ts';
import { ok, type Result, refuse, type Violation } from '../problem.ts';
import type { TradeEvent } from './event.ts';
import { changedExits } from './exits.ts';
import { unclosedQuantity } from './lot.ts';
import type { TradePlan } from './plan.ts';
import { checkExitPrices, checkPlan, exitBounds, MAX_PRICE } from './rules.ts';
import { waitsForEntry } from './timing.ts';
import {
  type Command,
  type EntryChanges,
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
  const legs =
    trade.status === 'open'
      ? [
          trade.takeProfit,
          trade.stopLoss,
          trade.trailing,
          trade.exiting,
          ...(trade.targets ?? []),
          ...(trade.partialCloses ?? []),
        ]
      : [];
  return Math.max(
    at,
    trade.createdAt,
    trade.walkedTo ?? 0,
    ...trade.fills.map((fill) => fill.time),
    ...legs.map((leg) => leg?.armedAt ?? 0),
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

/** Cancels what of an entry still waits: a pending trade, or the rest of one that is open. Asking again while a cancel waits changes nothing. */
export const decideCancel = (trade: Trade, at: number): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (!waitsForEntry(trade))
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
  if (trade.status !== 'open' || trade.closeArmedAt !== undefined || trade.exiting) return quantity(0);
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

/** The plan as it will be once the waiting amendments have acted. */
const plannedBy = (trade: Trade): TradePlan & { readonly reservation: Money } =>
  trade.commands.reduce(
    (plan, command) =>
      command.kind === 'amend'
        ? {
            ...withEntry(plan, command.entry),
            exits: changedExits(plan.exits, command.changes),
            reservation: command.reservation ?? plan.reservation,
          }
        : plan,
    planOf(trade),
  );

const planOf = (trade: Trade): TradePlan & { readonly reservation: Money } => ({
  symbol: trade.symbol,
  direction: trade.direction,
  quantity: trade.quantity,
  entry: trade.entry,
  exits: trade.exits,
  reservation: trade.reservation,
  ...(trade.execution ? { execution: trade.execution } : {}),
  ...(trade.goodTill === undefined ? {} : { goodTill: trade.goodTill }),
});

const withEntry = <P extends TradePlan>(plan: P, changes: EntryChanges | undefined): P => {
  if (!changes) return plan;
  const { goodTill, ...rest } = plan;
  const till = changes.goodTill === undefined ? goodTill : (changes.goodTill ?? undefined);
  return {
    ...rest,
    ...(changes.entry ? { entry: changes.entry } : {}),
    ...(changes.quantity === undefined ? {} : { quantity: changes.quantity }),
    ...(till === undefined ? {} : { goodTill: till }),
  } as P;
};

/** What is to change of a trade. */
export interface Amendment {
  readonly exits: ExitChanges;
  /** Of an entry that has not begun to fill. */
  readonly entry?: EntryChanges;
}

/** The same change as the one asked for last: a repeat, perhaps of a request whose answer was lost. */
const isLastAsked = (trade: Trade, { exits, entry }: Amendment): boolean => {
  const last = trade.commands.at(-1);
  return last?.kind === 'amend' && told(last.changes) === told(exits) && told(last.entry) === told(entry);
};

/** As text, whatever the order of its fields. */
const told = (value: unknown): string =>
  JSON.stringify(value ?? {}, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );

/** The instrument as the trade's own terms know it: what else it asks was checked when the trade was made. */
const instrumentOf = ({ venue, symbol, terms }: Trade): Instrument | undefined =>
  terms.lotSize === undefined
    ? undefined
    : {
        venue,
        symbol,
        tickSize: terms.tickSize,
        lotSize: terms.lotSize,
        minQuantity: terms.lotSize,
        maxQuantity: quantity(MAX_PRICE),
        minNotional: ZERO,
      };

const distinct = (broken: readonly Violation[]): Violation[] =>
  broken.filter(
    (one, index) =>
      broken.findIndex((other) => other.field === one.field && other.code === one.code) === index,
  );

const badEntry = (trade: Trade, changes: EntryChanges, at: number): Violation[] => [
  ...(changes.entry && changes.entry.type !== trade.entry.type
    ? [
        {
          field: 'entry.type',
          code: 'entry_type_fixed',
          message: `entry.type stays ${trade.entry.type}: cancel the trade and make another`,
        },
      ]
    : []),
  ...(typeof changes.goodTill === 'number' && changes.goodTill <= at
    ? [{ field: 'goodTill', code: 'good_till_past', message: 'goodTill must be later than now' }]
    : []),
];

/** Changes an entry that still waits, and with it, or alone, its plan of exits. */
const amendPending = (
  trade: Trade,
  amendment: Amendment,
  at: number,
  lastPrice: number | undefined,
): Result<TradeEvent[]> => {
  const before = plannedBy(trade);
  const plan = { ...withEntry(before, amendment.entry), exits: changedExits(before.exits, amendment.exits) };
  const broken = distinct([
    ...(amendment.entry ? badEntry(trade, amendment.entry, at) : []),
    ...(amendment.entry
      ? checkPlan(plan, instrumentOf(trade), lastPrice)
      : [
          ...checkExitPrices(trade.direction, plan.exits, trade.terms.tickSize, undefined, plan),
          ...checkExitPrices(
            trade.direction,
            plan.exits,
            trade.terms.tickSize,
            exitBounds(plan.entry, trade.direction, lastPrice),
            plan,
          ),
        ]),
  ]);
  if (broken.length > 0) return refuse('invalid_trade', 'the change breaks a rule', broken);
  if (isLastAsked(trade, amendment)) return ok([]);
  const changes = { kind: 'amend', at: orderedAt(trade, at), changes: amendment.exits } as const;
  if (!amendment.entry) return request(trade, changes);
  const reservation = reservationFor({ ...plan, terms: trade.terms }, lastPrice);
  if (reservation === undefined)
    return refuse('price_unavailable', 'there has been no price yet to reckon with: try again in a moment');
  const more = subtract(reservation, before.reservation);
  return request(trade, {
    ...changes,
    entry: amendment.entry,
    reservation,
    ...(compare(more, 0) > 0 ? { extra: more } : {}),
  });
};

/** Targets that have filled bind nothing any more. */
const withoutDone = (trade: Trade, planned: Exits, changes: ExitChanges): Exits => {
  if (trade.status !== 'open' || changes.targets !== undefined || !planned.targets) return planned;
  const asked = trade.commands.some((command) => command.kind === 'amend' && command.changes.targets);
  if (asked) return planned;
  const left = trade.targets ?? [];
  const { targets: _t, breakEven: _b, ...rest } = planned;
  return left.length === 0
    ? rest
    : {
        ...planned,
        targets: left.map(({ price: at, quantity: amount }) => ({ price: at, quantity: amount })),
      };
};

/** Changes exits of a trade that is open; `lastPrice` is the newest one known, where one is. */
const amendOpen = (
  trade: Trade,
  { exits }: Amendment,
  at: number,
  lastPrice: number | undefined,
): Result<TradeEvent[]> => {
  const plan = plannedBy(trade);
  const next = withoutDone(trade, changedExits(plan.exits, exits), exits);
  const reference = lastPrice === undefined ? undefined : price(lastPrice);
  const { tickSize } = trade.terms;
  const broken = distinct([
    ...checkExitPrices(trade.direction, next, tickSize, undefined, plan),
    // Only what is changed now is held against the market: an older exit may rightly be past it.
    ...(reference === undefined
      ? []
      : checkExitPrices(trade.direction, changedExits({}, exits), tickSize, reference, plan)),
  ]);
  if (broken.length > 0) return refuse('invalid_trade', 'the exits break a rule', broken);
  if (isLastAsked(trade, { exits })) return ok([]);
  return request(trade, { kind: 'amend', at: orderedAt(trade, at), changes: exits });
};

/** True where all that is open is on its way out at the market. */
const isLeaving = (trade: Trade): boolean =>
  trade.status === 'open' &&
  (trade.closeArmedAt !== undefined || (trade.exiting !== undefined && trade.exiting.limit === undefined));

/** Changes what of a trade can still be changed; `lastPrice` is the newest one known, where one is. */
export const decideAmend = (
  trade: Trade,
  amendment: Amendment,
  at: number,
  lastPrice: number | undefined,
): Result<TradeEvent[]> => {
  if (!isActive(trade)) return ended(trade);
  if (isLeaving(trade))
    return refuse('trade_not_open', 'the trade is being closed: its exits cannot be changed any more');
  if (trade.status === 'pending') return amendPending(trade, amendment, at, lastPrice);
  return amendment.entry
    ? refuse('trade_not_pending', 'the entry has begun to fill: it cannot be changed any more')
    : amendOpen(trade, amendment, at, lastPrice);
};
