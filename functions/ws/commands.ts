import { closePart, closeTrade } from '../../shared/application/command-trade.ts';
import { getAccount } from '../../shared/application/manage-accounts.ts';
import { openTrade } from '../../shared/application/open-trade.ts';
import type { BookPorts } from '../../shared/application/ports.ts';
import { dayPnl, readPortfolio } from '../../shared/application/read-portfolio.ts';
import type { ParsedClientMessage } from '../../shared/contract/messages/client.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { presentAccount } from '../../shared/contract/present/account.ts';
import { presentPortfolio, presentPosition } from '../../shared/contract/present/portfolio.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import { bodyHash } from '../http/body-hash.ts';
import { planOf } from '../http/trade-plan.ts';
import { unwrap } from '../middleware/http-problem.ts';

type MessageOf<Type extends ParsedClientMessage['type']> = Extract<ParsedClientMessage, { type: Type }>;
type Account = MessageOf<'get_positions' | 'get_balance'>;

/** Who asks, and when: ms, as API Gateway received it. */
interface Asking {
  readonly ports: BookPorts;
  readonly userId: string;
  readonly now: number;
}

export const positions = async (
  { ports, userId, now }: Asking,
  { id, account }: Account,
): Promise<ServerMessage> => {
  const { items, total, stale } = unwrap(await readPortfolio(ports, { userId, accountId: account, now }));
  const shown = items.map((position) => presentPosition(position, total, stale));
  return { type: 'positions', id, account, time: moment(now), items: shown };
};

export const balance = async (
  { ports, userId, now }: Asking,
  { id, account: accountId }: Account,
): Promise<ServerMessage> => {
  const account = unwrap(await getAccount(ports, { userId, accountId, now }));
  const portfolio = unwrap(await readPortfolio(ports, { userId, accountId, now }));
  const day = await dayPnl(ports, portfolio, now);
  return {
    type: 'balance',
    id,
    account: presentAccount(account),
    portfolio: presentPortfolio(accountId, portfolio, day, now),
  };
};

/** As POST /v1/trades: the same clientTradeId with the same fields is the same trade, whichever way it came. */
export const executeTrade = async (
  { ports, userId, now }: Asking,
  { type: _, id, ...body }: MessageOf<'execute_trade'>,
): Promise<ServerMessage> => {
  const { accountId, clientTradeId } = body;
  const opened = await openTrade(ports, {
    userId,
    accountId,
    now,
    ...planOf(body),
    ...(clientTradeId === undefined ? {} : { clientTradeId }),
    bodyHash: bodyHash(body),
  });
  const { trade, repeated } = unwrap(opened);
  return { type: 'trade_accepted', id, trade: presentTrade(trade), repeated };
};

/** As POST /v1/trades/{id}/close. */
export const closePosition = async (
  { ports, userId, now }: Asking,
  { id, tradeId, quantity, limit, clientOrderId }: MessageOf<'close_position'>,
): Promise<ServerMessage> => {
  const request = { userId, tradeId, now };
  const isWhole = quantity === undefined && limit === undefined;
  const closed = isWhole
    ? await closeTrade(ports, request)
    : await closePart(ports, { ...request, quantity, limit, id: clientOrderId ?? ports.newId(now) });
  return { type: 'trade_accepted', id, trade: presentTrade(unwrap(closed)), repeated: false };
};
