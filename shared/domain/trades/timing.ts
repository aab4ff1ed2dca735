import type { Trade } from './trade.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** True while something of the entry may still fill. */
export const waitsForEntry = (trade: Trade): boolean =>
  trade.status === 'pending' || (trade.status === 'open' && trade.entering !== undefined);

/** When an open trade has been held for as long as it may; never before its exits were changed last. ms, venue time */
export const timeOutAt = (trade: Trade): number | undefined => {
  const [entry] = trade.fills;
  const { timeOut } = trade.exits;
  if (trade.status !== 'open' || timeOut === undefined || !entry) return undefined;
  return Math.max(entry.time + timeOut, trade.amendedAt ?? 0);
};

/** The first daily close later than the entry, and than the last change of exits. ms, venue time */
export const dailyCloseAt = (trade: Trade): number | undefined => {
  const [entry] = trade.fills;
  const { dailyClose } = trade.exits;
  if (trade.status !== 'open' || dailyClose === undefined || !entry) return undefined;
  const since = Math.max(entry.time, trade.amendedAt ?? 0);
  const today = Math.floor(since / DAY) * DAY + dailyClose * MINUTE;
  return today > since ? today : today + DAY;
};
