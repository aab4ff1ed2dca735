import type { OwnMessage } from '../../shared/application/stream/tell-user.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { presentAccount } from '../../shared/contract/present/account.ts';
import { presentFill } from '../../shared/contract/present/fill.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import { accountOf } from '../../shared/domain/accounts/book.ts';
import type { Change } from '../../shared/ports/changes.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

const tradeNews = ({ before, after }: Of<'trade'>): ServerMessage[] => {
  const { id: tradeId, accountId, symbol, direction, version } = after;
  const known = new Set(before?.fills.map(({ id }) => id));
  const fills = after.fills.filter(({ id }) => !known.has(id));
  return [
    {
      type: 'position_update',
      trade: presentTrade(after),
      version,
      previousVersion: before?.version ?? null,
    },
    ...fills.map((fill) => ({
      type: 'trade_executed' as const,
      ...{ tradeId, accountId: accountOf(accountId), symbol, direction, version },
      fill: presentFill(fill),
    })),
  ];
};

/** What a change of a user's own things means for that user; undefined where it is none of these. */
export const ownNews = (
  change: Change,
): { readonly userId: string; readonly messages: readonly OwnMessage[] } | undefined => {
  if (change.kind === 'trade') {
    const messages = tradeNews(change).map((message) => ({ channel: 'trades' as const, message }));
    return { userId: change.after.userId, messages };
  }
  if (change.kind !== 'account') return undefined;
  const { before, after } = change;
  const message: ServerMessage = {
    type: 'balance_update',
    account: presentAccount(after),
    version: after.version,
    previousVersion: before?.version ?? null,
  };
  return { userId: after.userId, messages: [{ channel: 'account', message }] };
};
