import type { Trade } from '../domain/trades/trade.ts';
import type { AccountKey } from '../ports/account-store.ts';
import type { RequestPorts } from './ports.ts';

const PAGE = 500;

/** All pending and open trades of a user, from their sparse index: eventually consistent, whatever the history. */
export const activeOfUser = async (
  { trades }: Pick<RequestPorts, 'trades'>,
  userId: string,
): Promise<Trade[]> => {
  const items: Trade[] = [];
  let cursor: string | undefined;
  do {
    const page = await trades.active(userId, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
};

/** Those of one book. */
export const activeOf = async (
  ports: Pick<RequestPorts, 'trades'>,
  { userId, accountId }: AccountKey,
): Promise<Trade[]> => (await activeOfUser(ports, userId)).filter((trade) => trade.accountId === accountId);
