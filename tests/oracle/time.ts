import { act, closeWhole, endEntry } from './commands.ts';
import { end, type Trade } from './trade.ts';
import type { OracleCommand, OracleOrder } from './types.ts';

interface Due {
  at: number;
  act: () => void;
}

/** In time order; at one moment as given (5.3). */
export function commandsOf(order: OracleOrder): OracleCommand[] {
  if (order.commands.some(({ at }) => at < order.createdAt))
    throw new Error(`${order.id}: acts before it exists`);
  return [...order.commands].sort((a, b) => a.at - b.at);
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The first moment of the day later than this. */
export function nextDaily(minuteOfDay: number, after: number): number {
  const midnight = after - (after % DAY);
  const today = midnight + minuteOfDay * MINUTE;
  return today > after ? today : today + DAY;
}

/** What acts next: at one moment commands, then the time-out, the daily close, the good-till time (9.2.6). */
export function nextDue(trade: Trade, commands: OracleCommand[]): Due | undefined {
  const due: Due[] = [];
  const [command] = commands;
  if (command !== undefined)
    due.push({
      at: command.at,
      act: () => {
        commands.shift();
        act(trade, command);
      },
    });
  const { timeOut, dailyClose } = trade.exits;
  if (trade.status === 'open' && trade.closing === undefined) {
    const opened = trade.firstFillAt ?? 0;
    if (timeOut !== undefined) {
      const at = Math.max(opened + timeOut, trade.amendedAt);
      due.push({ at, act: () => closeWhole(trade, 'timeout', at) });
    }
    if (dailyClose !== undefined) {
      const at = nextDaily(dailyClose, Math.max(opened, trade.dailyFrom));
      due.push({ at, act: () => closeWhole(trade, 'daily_close', at) });
    }
  }
  const { goodTill } = trade;
  if (goodTill !== undefined && trade.legs.some(({ name }) => name === 'entry'))
    due.push({
      at: goodTill,
      act: () => {
        if (trade.status === 'pending') end(trade, 'expired', goodTill);
        else endEntry(trade);
      },
    });
  // Stable: at one moment in this order.
  return due.sort((a, b) => a.at - b.at)[0];
}
