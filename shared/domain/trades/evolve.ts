import type { TradeEvent } from './event.ts';
import type { Fill, FillRecord } from './fill.ts';
import type { ClosedTrade, ExitChanges, Exits, OpenTrade, PendingTrade, PriceLeg, Trade } from './trade.ts';

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

const closesAtOnce = (trade: OpenTrade, event: TradeEvent & { type: 'exit_filled' }): boolean =>
  event.reason === 'manual' && trade.closeArmedAt === undefined && trade.commands[0]?.kind === 'close';

const closed = (trade: OpenTrade, event: TradeEvent & { type: 'exit_filled' }): ClosedTrade => {
  const { takeProfit: _t, stopLoss: _s, closeArmedAt: _c, ...facts } = trade;
  return {
    ...facts,
    status: 'closed',
    closeReason: event.reason,
    endedAt: event.at,
    // A close that fills at once has no event of its own: its command ends with the fill.
    commands: closesAtOnce(trade, event) ? trade.commands.slice(1) : trade.commands,
    fills: [...trade.fills, recordOf(event.fill)],
  };
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
    case 'close_armed': {
      if (trade.status !== 'open') return impossible(state, event);
      const { takeProfit: _t, stopLoss: _s, ...facts } = trade;
      return {
        ...facts,
        closeArmedAt: event.at,
        commands: trade.commands.slice(1),
      };
    }
    case 'exit_filled':
      return trade.status === 'open' ? closed(trade, event) : impossible(state, event);
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
