import Big from 'big.js';
import { MONEY_DECIMALS, money, quantity, subtract } from '../money/decimal.ts';
import { MOST_PARTS } from './allowance.ts';
import type { TradeEvent } from './event.ts';
import {
  afterStop,
  afterTakeProfit,
  afterTarget,
  changedExits,
  disarmed,
  rearmed,
  restFromOf,
  withExits,
  withLessCover,
  withoutCovered,
  withoutEntering,
} from './exits.ts';
import type { BetterOutcome, Evidence, Fill, FillRecord } from './fill.ts';
import { limitBehind } from './leg.ts';
import { lotOf } from './lot.ts';
import type {
  ArmedClose,
  ClosedTrade,
  Entering,
  EntryPlan,
  OpenTrade,
  PendingTrade,
  TimedClose,
  Trade,
} from './trade.ts';

/** An event that this state cannot have met: the log and the trade disagree. */
export class ImpossibleEventError extends Error {
  override readonly name = 'ImpossibleEventError';
}

const impossible = (trade: Trade, event: TradeEvent): never => {
  throw new ImpossibleEventError(`trade ${trade.id} is ${trade.status}: it cannot meet ${event.type}`);
};

const recordOf = ({ evidence: _, ...record }: Fill): FillRecord => record;

type Of<Type extends TradeEvent['type']> = TradeEvent & { readonly type: Type };

/** True of trades whose legs depend on what they have seen: what they have walked they do not walk again. */
const remembers = ({ exits, execution }: Trade): boolean =>
  execution !== undefined || exits.trailing !== undefined || exits.targets !== undefined;

/** What an event of the path leaves on any trade: how far it has walked, and what the better reading would have given. */
const marked = <T extends Trade>(trade: T, end: number, better: BetterOutcome | undefined): T => {
  const walked = remembers(trade) ? { walkedTo: Math.max(trade.walkedTo ?? 0, end) } : {};
  if (!better || (trade.ambiguousAt ?? 0) >= end) return { ...trade, ...walked };
  const upside = money(new Big(trade.upside ?? 0).plus(better.value).minus(better.takenValue));
  return { ...trade, ...walked, upside, ambiguousAt: end };
};

const endOfPoint = ({ point }: Evidence): number => (point.kind === 'bar' ? point.closeTime : point.time);

const markedBy = <T extends Trade>(trade: T, evidence: Evidence): T =>
  marked(trade, endOfPoint(evidence), evidence.better);

/** Where the rest of an entry waits; undefined: at the market. */
const limitOf = (entry: EntryPlan, via: 'limit' | 'stop' | undefined, wasTriggered: boolean) => {
  if (entry.type === 'limit') return entry.limit;
  if (entry.type === 'oco' && via === 'limit') return entry.limit;
  return wasTriggered ? limitBehind(entry) : undefined;
};

/** What stays reserved while the rest of the entry waits: the part that has filled releases its share, rounded down. */
const reservationAfter = (trade: PendingTrade | OpenTrade, wanted: Big, filled: Big) => {
  const released = new Big(trade.reservation).times(filled).div(wanted).round(MONEY_DECIMALS, Big.roundDown);
  return subtract(trade.reservation, released);
};

const withRest = (
  trade: OpenTrade,
  fill: Fill,
  wanted: Big,
  rest: Pick<Entering, 'limit' | 'armedAt'>,
): OpenTrade => {
  const next = withoutEntering(trade);
  const waits = wanted.minus(fill.quantity);
  const parts = trade.fills.filter(({ leg }) => leg === 'entry').length;
  if (waits.lte(0) || parts >= MOST_PARTS) return next;
  return {
    ...next,
    reservation: reservationAfter(trade, wanted, new Big(fill.quantity)),
    entering: { ...rest, quantity: quantity(waits), restFrom: restFromOf(fill.evidence) },
  };
};

const opened = (trade: PendingTrade, { fill, via }: Of<'entry_filled'>): OpenTrade => {
  const { triggeredAt, restFrom: _, ...facts } = trade;
  const open: OpenTrade = { ...facts, status: 'open', fills: [...trade.fills, recordOf(fill)] };
  const limit = limitOf(trade.entry, via, triggeredAt !== undefined);
  return withRest(withExits(open, fill.time), fill, new Big(trade.quantity), {
    armedAt: triggeredAt ?? trade.entryArmedAt ?? trade.createdAt,
    ...(limit === undefined ? {} : { limit }),
  });
};

const grown = (trade: OpenTrade, { fill }: Of<'entry_filled'>): OpenTrade => {
  const { entering } = trade;
  const open = { ...trade, fills: [...trade.fills, recordOf(fill)] };
  return entering ? withRest(open, fill, new Big(entering.quantity), entering) : open;
};

/** A close that fills at once, a part of it whole, has no event of its own: its command ends with the fill. */
const closesAtOnce = (trade: OpenTrade, { reason, fill }: Of<'exit_filled'>): boolean => {
  const [next] = trade.commands;
  if (reason !== 'manual' || next?.kind !== 'close') return false;
  return fill.orderId === undefined
    ? trade.closeArmedAt === undefined && next.part === undefined
    : next.part?.id === fill.orderId && !(trade.partialCloses ?? []).some(({ id }) => id === fill.orderId);
};

const closed = (trade: OpenTrade, { reason, at }: Of<'exit_filled'>): ClosedTrade => {
  const {
    takeProfit: _t,
    stopLoss: _s,
    trailing: _r,
    targets: _g,
    closeArmedAt: _c,
    closeFor: _f,
    closeRestFrom: _m,
    partialCloses: _p,
    entering: _e,
    exiting: _x,
    coverLeft: _l,
    amendedAt: _a,
    ...facts
  } = trade;
  return { ...facts, status: 'closed', closeReason: reason, endedAt: at };
};

const withPartialCloses = (trade: OpenTrade, parts: readonly ArmedClose[]): OpenTrade => {
  const { partialCloses: _, ...facts } = trade;
  return parts.length === 0 ? facts : { ...facts, partialCloses: parts };
};

const withoutOrder = (trade: OpenTrade, orderId: string): OpenTrade =>
  withPartialCloses(
    trade,
    (trade.partialCloses ?? []).filter(({ id }) => id !== orderId),
  );

/** A part has filled: what is left of it waits on, in its place among the others. */
const afterPart = (trade: OpenTrade, fill: Fill, orderId: string): OpenTrade => {
  const restFrom = restFromOf(fill.evidence);
  const parts = (trade.partialCloses ?? []).map((part) =>
    part.id === orderId
      ? { ...part, quantity: quantity(new Big(part.quantity).minus(fill.quantity)), restFrom }
      : part,
  );
  return withPartialCloses(
    trade,
    parts.filter((part) => new Big(part.quantity).gt(0)),
  );
};

/** A close of the whole has filled in part: it goes on at the market. */
const afterClose = (trade: OpenTrade, fill: Fill, reason: Of<'exit_filled'>['reason']): OpenTrade => {
  const { exiting: _, ...facts } = disarmed(trade);
  return {
    ...facts,
    closeArmedAt: trade.closeArmedAt ?? fill.time,
    closeRestFrom: restFromOf(fill.evidence),
    ...(isTimed(reason) ? { closeFor: reason } : {}),
  };
};

const isTimed = (reason: Of<'exit_filled'>['reason']): reason is TimedClose =>
  reason === 'timeout' || reason === 'daily_close';

const given = (trade: OpenTrade, event: Of<'exit_filled'>): OpenTrade => {
  const { fill, reason } = event;
  switch (fill.leg) {
    case 'target':
      return afterTarget(withLessCover(trade, fill), fill);
    case 'take_profit':
      return afterTakeProfit(withLessCover(trade, fill), fill);
    case 'stop_loss':
    case 'trailing_stop':
      return afterStop(withLessCover(trade, fill), fill, fill.leg);
    case 'liquidation':
      return afterStop(trade, fill, fill.leg);
    default:
      return fill.orderId === undefined
        ? afterClose(trade, fill, reason)
        : afterPart(trade, fill, fill.orderId);
  }
};

/** What an exit leaves: the rest of the lot, or a trade that is closed. The first of them ends the rest of the entry. */
const afterExit = (trade: OpenTrade, event: Of<'exit_filled'>): OpenTrade | ClosedTrade => {
  const atOnce = closesAtOnce(trade, event);
  const base: OpenTrade = {
    ...withoutEntering(trade),
    commands: atOnce ? trade.commands.slice(1) : trade.commands,
    fills: [...trade.fills, recordOf(event.fill)],
  };
  if (lotOf(base).quantity.eq(0)) return closed(base, event);
  const next = given(base, event);
  const isUncovered = next.coverLeft !== undefined && new Big(next.coverLeft).eq(0);
  return isUncovered ? withoutCovered(next) : next;
};

const closeArmed = (trade: OpenTrade, { at, part, reason }: Of<'close_armed'>): OpenTrade => {
  const commands = reason === undefined ? trade.commands.slice(1) : trade.commands;
  if (part)
    return {
      ...withPartialCloses(trade, [...(trade.partialCloses ?? []), { ...part, armedAt: at }]),
      commands,
    };
  const { exiting: _, ...facts } = disarmed(trade);
  return { ...facts, closeArmedAt: at, ...(reason === undefined ? {} : { closeFor: reason }), commands };
};

const exitTriggered = (trade: OpenTrade, { leg, at, empty, evidence }: Of<'exit_triggered'>): OpenTrade => {
  const limit = leg === 'stop_loss' && !empty ? trade.exits.stopLimit : undefined;
  return {
    ...disarmed(trade),
    exiting: {
      leg,
      armedAt: at,
      ...(limit === undefined ? {} : { limit }),
      ...(empty ? { restFrom: restFromOf(evidence) } : {}),
    },
  };
};

const trailingActivated = (trade: OpenTrade, { at }: Of<'trailing_activated'>): OpenTrade =>
  trade.trailing ? { ...trade, trailing: { armedAt: trade.trailing.armedAt, activatedAt: at } } : trade;

/** A change of a plan that still waits: the entry is armed anew where it changes. */
const replanned = (
  trade: PendingTrade,
  { at, changes, entry, reservation }: Of<'exits_changed'>,
): PendingTrade => {
  const { goodTill, ...rest } = trade;
  const till = entry?.goodTill === undefined ? goodTill : (entry.goodTill ?? undefined);
  const { triggeredAt: _t, restFrom: _r, ...unarmed } = rest;
  const isNew = entry?.entry !== undefined || entry?.quantity !== undefined;
  const base = isNew
    ? { ...unarmed, ...(entry.entry ? { entry: entry.entry } : {}), entryArmedAt: at }
    : rest;
  return {
    ...base,
    exits: changedExits(trade.exits, changes),
    ...(entry?.quantity === undefined ? {} : { quantity: entry.quantity }),
    ...(till === undefined ? {} : { goodTill: till }),
    ...(reservation === undefined ? {} : { reservation }),
  };
};

const unfilled = (
  trade: PendingTrade,
  status: 'cancelled' | 'expired' | 'rejected',
  at: number,
  why: string,
) => {
  const { triggeredAt: _t, restFrom: _r, ...facts } = trade;
  return { ...facts, status, endedAt: at, endReason: why } as const;
};

/** What a user's cancel ends of a trade that is open: the rest of its entry. */
const entryEnded = (trade: OpenTrade, { reason }: Of<'entry_ended'>): OpenTrade => {
  const isAsked = reason === CANCELLED_BY_USER && trade.commands[0]?.kind === 'cancel';
  return {
    ...withoutEntering(trade),
    commands: isAsked ? trade.commands.slice(1) : trade.commands,
  };
};

export const CANCELLED_BY_USER = 'cancelled by the user';
export const PAST_GOOD_TILL = 'the good-till time has passed';

/** The state after the event: one exhaustive table of (status, event). @throws ImpossibleEventError */
export const evolve = (state: Trade, event: TradeEvent): Trade => {
  const trade: Trade = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'trade_created':
      return state.status === 'pending' && state.version === event.trade.version
        ? event.trade
        : impossible(state, event);
    case 'command_requested':
      return trade.status === 'pending' || trade.status === 'open'
        ? { ...trade, commands: [...trade.commands, event.command] }
        : impossible(state, event);
    case 'command_superseded':
      return { ...trade, commands: trade.commands.slice(1) };
    case 'entry_triggered':
      return trade.status === 'pending'
        ? markedBy(
            {
              ...trade,
              triggeredAt: event.at,
              ...(event.empty ? { restFrom: restFromOf(event.evidence) } : {}),
            },
            event.evidence,
          )
        : impossible(state, event);
    case 'entry_filled':
      if (trade.status === 'pending') return markedBy(opened(trade, event), event.fill.evidence);
      return trade.status === 'open' && trade.entering
        ? markedBy(grown(trade, event), event.fill.evidence)
        : impossible(state, event);
    case 'entry_ended':
      return trade.status === 'open' && trade.entering ? entryEnded(trade, event) : impossible(state, event);
    case 'exits_changed':
      if (trade.status === 'pending')
        return { ...replanned(trade, event), commands: trade.commands.slice(1) };
      if (trade.status === 'open')
        return { ...rearmed(trade, event.changes, event.at), commands: trade.commands.slice(1) };
      return impossible(state, event);
    case 'close_armed':
      return trade.status === 'open' ? closeArmed(trade, event) : impossible(state, event);
    case 'close_withdrawn':
      return trade.status === 'open'
        ? { ...withoutOrder(trade, event.orderId), commands: trade.commands.slice(1) }
        : impossible(state, event);
    case 'exit_triggered':
      return trade.status === 'open'
        ? markedBy(exitTriggered(trade, event), event.evidence)
        : impossible(state, event);
    case 'trailing_activated':
      return trade.status === 'open'
        ? markedBy(trailingActivated(trade, event), event.evidence)
        : impossible(state, event);
    case 'exit_filled':
      return trade.status === 'open'
        ? markedBy(afterExit(trade, event), event.fill.evidence)
        : impossible(state, event);
    case 'reading_taken':
      return trade.status === 'pending' || trade.status === 'open'
        ? marked(trade, event.at, event.better)
        : impossible(state, event);
    case 'trade_cancelled':
      return trade.status === 'pending'
        ? { ...unfilled(trade, 'cancelled', event.at, event.reason), commands: trade.commands.slice(1) }
        : impossible(state, event);
    case 'trade_expired':
      return trade.status === 'pending'
        ? unfilled(trade, 'expired', event.at, PAST_GOOD_TILL)
        : impossible(state, event);
    case 'trade_rejected':
      return trade.status === 'pending'
        ? unfilled(trade, 'rejected', event.at, event.reason)
        : impossible(state, event);
    default:
      return event satisfies never;
  }
};
