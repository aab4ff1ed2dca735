import type { TradeEvent } from './event.ts';
import type { Fill, FillRecord } from './fill.ts';
import { lotOf } from './lot.ts';
import type {
  ArmedClose,
  ClosedTrade,
  ExitChanges,
  Exits,
  OpenTrade,
  PendingTrade,
  PriceLeg,
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

/** A price sets, null removes, absent leaves. */
export const changedExits = (exits: Exits, changes: ExitChanges): Exits => {
  const takeProfit = changes.takeProfit === undefined ? exits.takeProfit : changes.takeProfit;
  const stopLoss = changes.stopLoss === undefined ? exits.stopLoss : changes.stopLoss;
  return {
    ...(takeProfit ? { takeProfit } : {}),
    ...(stopLoss ? { stopLoss } : {}),
  };
};

const opened = (trade: PendingTrade, fill: Fill): OpenTrade => {
  const { triggeredAt: _, ...facts } = trade;
  const armed = (price: PriceLeg['price']): PriceLeg => ({
    price,
    armedAt: fill.time,
  });
  return {
    ...facts,
    status: 'open',
    fills: [...trade.fills, recordOf(fill)],
    ...(trade.exits.takeProfit ? { takeProfit: armed(trade.exits.takeProfit) } : {}),
    ...(trade.exits.stopLoss ? { stopLoss: armed(trade.exits.stopLoss) } : {}),
  };
};

const rearmed = (trade: OpenTrade, changes: ExitChanges, at: number): OpenTrade => {
  const { takeProfit, stopLoss, ...facts } = trade;
  const leg = (current: PriceLeg | undefined, change: PriceLeg['price'] | null | undefined) =>
    change === undefined ? current : change === null ? undefined : { price: change, armedAt: at };
  const nextTarget = leg(takeProfit, changes.takeProfit);
  const nextStop = leg(stopLoss, changes.stopLoss);
  return {
    ...facts,
    exits: changedExits(trade.exits, changes),
    ...(nextTarget ? { takeProfit: nextTarget } : {}),
    ...(nextStop ? { stopLoss: nextStop } : {}),
  };
};

type ExitFilled = TradeEvent & { type: 'exit_filled' };

/** A close that fills at once has no event of its own: its command ends with the fill. */
const closesAtOnce = (trade: OpenTrade, { reason, fill }: ExitFilled): boolean => {
  const [next] = trade.commands;
  if (reason !== 'manual' || next?.kind !== 'close') return false;
  return fill.orderId === undefined
    ? trade.closeArmedAt === undefined
    : next.part?.id === fill.orderId && !(trade.partialCloses ?? []).some(({ id }) => id === fill.orderId);
};

const closed = (trade: OpenTrade, event: ExitFilled): ClosedTrade => {
  const { takeProfit: _t, stopLoss: _s, closeArmedAt: _c, partialCloses: _p, ...facts } = trade;
  return { ...facts, status: 'closed', closeReason: event.reason, endedAt: event.at };
};

const withPartialCloses = (trade: OpenTrade, parts: readonly ArmedClose[]): OpenTrade => {
  const { partialCloses: _, ...facts } = trade;
  return parts.length === 0 ? facts : { ...facts, partialCloses: parts };
};

const withoutOrder = (trade: OpenTrade, orderId: string | undefined): OpenTrade =>
  withPartialCloses(
    trade,
    (trade.partialCloses ?? []).filter(({ id }) => id !== orderId),
  );

/** What an exit leaves: the rest of the lot, or a trade that is closed. */
const afterExit = (trade: OpenTrade, event: ExitFilled): OpenTrade | ClosedTrade => {
  const next: OpenTrade = {
    ...withoutOrder(trade, event.fill.orderId),
    commands: closesAtOnce(trade, event) ? trade.commands.slice(1) : trade.commands,
    fills: [...trade.fills, recordOf(event.fill)],
  };
  return lotOf(next).quantity.eq(0) ? closed(next, event) : next;
};

const closeArmed = (trade: OpenTrade, { at, part }: TradeEvent & { type: 'close_armed' }): OpenTrade => {
  const commands = trade.commands.slice(1);
  if (part)
    return {
      ...withPartialCloses(trade, [...(trade.partialCloses ?? []), { ...part, armedAt: at }]),
      commands,
    };
  const { takeProfit: _t, stopLoss: _s, partialCloses: _p, ...facts } = trade;
  return { ...facts, closeArmedAt: at, commands };
};

const unfilled = (
  trade: PendingTrade,
  status: 'cancelled' | 'expired' | 'rejected',
  at: number,
  why: string,
) => {
  const { triggeredAt: _, ...facts } = trade;
  return { ...facts, status, endedAt: at, endReason: why } as const;
};

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
      return trade.status === 'pending' ? { ...trade, triggeredAt: event.at } : impossible(state, event);
    case 'entry_filled':
      return trade.status === 'pending' ? opened(trade, event.fill) : impossible(state, event);
    case 'exits_changed':
      if (trade.status === 'pending')
        return {
          ...trade,
          exits: changedExits(trade.exits, event.changes),
          commands: trade.commands.slice(1),
        };
      if (trade.status === 'open')
        return {
          ...rearmed(trade, event.changes, event.at),
          commands: trade.commands.slice(1),
        };
      return impossible(state, event);
    case 'close_armed':
      return trade.status === 'open' ? closeArmed(trade, event) : impossible(state, event);
    case 'close_withdrawn':
      return trade.status === 'open'
        ? { ...withoutOrder(trade, event.orderId), commands: trade.commands.slice(1) }
        : impossible(state, event);
    case 'exit_filled':
      return trade.status === 'open' ? afterExit(trade, event) : impossible(state, event);
    case 'trade_cancelled':
      return trade.status === 'pending'
        ? { ...unfilled(trade, 'cancelled', event.at, event.reason), commands: trade.commands.slice(1) }
        : impossible(state, event);
    case 'trade_expired':
      return trade.status === 'pending'
        ? unfilled(trade, 'expired', event.at, 'the good-till time has passed')
        : impossible(state, event);
    case 'trade_rejected':
      return trade.status === 'pending'
        ? unfilled(trade, 'rejected', event.at, event.reason)
        : impossible(state, event);
    default:
      return event satisfies never;
  }
};
