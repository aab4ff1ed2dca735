import { amendTrade } from '../../shared/application/amend-trade.ts';
import { cancelTrade, closePart, closeTrade, withdrawPart } from '../../shared/application/command-trade.ts';
import { openTrade } from '../../shared/application/open-trade.ts';
import type { RequestPorts } from '../../shared/application/ports.ts';
import { getTrade, listTrades, tradeLogs } from '../../shared/application/read-trades.ts';
import { tradeOperations } from '../../shared/contract/operations/trades.ts';
import { presentLogRow } from '../../shared/contract/present/log.ts';
import { isActive, type Trade } from '../../shared/domain/trades/trade.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { bodyHash } from './body-hash.ts';
import { lastPrices, presentValued } from './last-prices.ts';
import { pageRequest } from './page-request.ts';
import { changesOf, planOf } from './trade-plan.ts';

const route = routesOf(tradeOperations);

/** The version of a trade, as `If-Match` takes it. */
const etagOf = ({ version }: Trade) => ({ etag: `"${version}"` });

/** `/v1/trades` and what is below. */
export const tradeRoutes = (ports: RequestPorts): Route[] => {
  const present = async (trade: Trade, now: number) => ({
    headers: etagOf(trade),
    body: presentValued(trade, await lastPrices(ports, [trade.symbol], now)),
  });

  return [
    route('createTrade', async ({ userId, now, body }) => {
      const { clientTradeId } = body;
      const opened = await openTrade(ports, {
        userId,
        accountId: body.accountId,
        now,
        ...planOf(body),
        ...(clientTradeId === undefined ? {} : { clientTradeId }),
        bodyHash: bodyHash(body),
      });
      const { trade, repeated } = unwrap(opened);
      const { headers, ...answer } = await present(trade, now);
      return {
        ...answer,
        status: repeated ? 200 : 201,
        headers: { ...headers, location: `/v1/trades/${trade.id}` },
      };
    }),

    route('listTrades', async ({ userId, now, query }) => {
      const { status, symbol } = query;
      const filter = { ...(status ? { statuses: status } : {}), ...(symbol ? { symbol } : {}) };
      const page = await listTrades(ports, { userId, ...filter, ...pageRequest(query) });
      const active = page.items.filter(isActive).map((trade) => trade.symbol);
      const prices = await lastPrices(ports, active, now);
      const items = page.items.map((trade) => presentValued(trade, prices));
      return { body: { items, next: page.next ?? null } };
    }),

    route('getTrade', async ({ userId, now, params }) => {
      const trade = unwrap(await getTrade(ports, { userId, tradeId: params.id }));
      return present(trade, now);
    }),

    route('amendTrade', async ({ userId, now, params, headers, body }) => {
      const versions = headers['if-match'];
      const request = { userId, tradeId: params.id, now, ...changesOf(body) };
      const trade = unwrap(await amendTrade(ports, { ...request, ...(versions ? { versions } : {}) }));
      return present(trade, now);
    }),

    route('cancelTrade', async ({ userId, now, params }) => {
      const trade = unwrap(await cancelTrade(ports, { userId, tradeId: params.id, now }));
      return present(trade, now);
    }),

    route('closeTrade', async ({ userId, now, params, body }) => {
      const { quantity, limit, clientOrderId } = body;
      const request = { userId, tradeId: params.id, now };
      const isWhole = quantity === undefined && limit === undefined;
      const closed = isWhole
        ? await closeTrade(ports, request)
        : await closePart(ports, { ...request, quantity, limit, id: clientOrderId ?? ports.newId(now) });
      return present(unwrap(closed), now);
    }),

    route('withdrawClose', async ({ userId, now, params }) => {
      const { id, orderId } = params;
      const trade = unwrap(await withdrawPart(ports, { userId, tradeId: id, now, orderId }));
      return present(trade, now);
    }),

    route('listTradeLogs', async ({ userId, params, query }) => {
      const page = unwrap(await tradeLogs(ports, { userId, tradeId: params.id, ...pageRequest(query) }));
      return { body: { items: page.items.map(presentLogRow), next: page.next ?? null } };
    }),
  ];
};
