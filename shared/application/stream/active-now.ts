import { isActive, type Trade } from '../../domain/trades/trade.ts';
import { CorruptTradeError } from '../../ports/trade-store.ts';
import type { RequestPorts } from '../ports.ts';

/** A snapshot holds so many trades at most. */
const MOST_TRADES = 500;
const PAGE = 100;
/** As many as a user may make at once: the index may not show the newest yet. */
const NEWEST = 50;

/**
 * What a user has pending and open, newest first, as it is now: what the index shows is read again by key, for the update that
 * it lags behind may have been told before anybody listened.
 */
export const activeNow = async (
  { trades }: Pick<RequestPorts, 'trades'>,
  userId: string,
): Promise<{ readonly trades: readonly Trade[]; readonly more: boolean }> => {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await trades.active(userId, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const { id } of page.items) ids.add(id);
    cursor = page.next;
  } while (cursor !== undefined && ids.size < MOST_TRADES);
  const newest = await trades.list(userId, {}, { limit: NEWEST });
  const known = new Map(newest.items.map((trade) => [trade.id, trade]));
  const keys = [...ids].filter((id) => !known.has(id)).map((tradeId) => ({ userId, tradeId }));
  for (const trade of await trades.loadMany(keys))
    if (!(trade instanceof CorruptTradeError)) known.set(trade.id, trade);
  const active = [...known.values()].filter(isActive).sort((left, right) => (left.id < right.id ? 1 : -1));
  return { trades: active.slice(0, MOST_TRADES), more: cursor !== undefined || active.length > MOST_TRADES };
};
