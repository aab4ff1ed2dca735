import {
  amendTrade,
  cancelTrade,
  closePart,
  closeTrade,
  withdrawPart,
} from '../../shared/application/command-trade.ts';
import { openTrade } from '../../shared/application/open-trade.ts';
import type { RequestPorts } from '../../shared/application/ports.ts';
import { getTrade, listTrades, tradeLogs } from '../../shared/application/read-trades.ts';
import { presentLogRow } from '../../shared/contract/present/log.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import type { AmendTradeBody, CreateTradeBody } from '../../shared/contract/schemas/trade-input.ts';
import type { TradePlan } from '../../shared/domain/trades/plan.ts';
import type { ExitChanges } from '../../shared/domain/trades/trade.ts';
import { type Route, route } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { bodyHash } from './body-hash.ts';
import { lastPrices } from './last-prices.ts';
import { pageRequest } from './page-request.ts';

const planOf = (body: CreateTradeBody): TradePlan => ({
  symbol: body.symbol,
  direction: body.direction,
  quantity: body.quantity,
  entry: body.entry,
  exits: {
    ...(body.takeProfit === undefined ? {} : { takeProfit: body.takeProfit }),
    ...(body.stopLoss === undefined ? {} : { stopLoss: body.stopLoss }),
  },
  ...(body.goodTill === undefined ? {} : { goodTill: body.goodTill }),
});

const changesOf = ({ takeProfit, stopLoss }: AmendTradeBody): ExitChanges => ({
  ...(takeProfit === undefined ? {} : { takeProfit }),
  ...(stopLoss === undefined ? {} : { stopLoss }),
});

/** `/v1/trades` and what is below. */
export const tradeRoutes = (ports: RequestPorts): Route[] => {
  const present = async (trade: Parameters<typeof presentTrade>[0], now: number) =>
    presentTrade(trade, (await lastPrices(ports, now)).get(trade.symbol));

  return [
    route('createTrade', async ({ userId, now, body }) => {
      const { clientTradeId } = body;
      const opened = await openTrade(ports, {
        userId,
        accountId: body.accountId,
        now,
        plan: planOf(body),
        ...(clientTradeId === undefined ? {} : { clientTradeId }),
        bodyHash: bodyHash(body),
      });
      const { trade, repeated } = unwrap(opened);
      return {
        status: repeated ? 200 : 201,
        headers: { location: `/v1/trades/${trade.id}` },
        body: await present(trade, now),
      };
    }),

    route('listTrades', async ({ userId, now, query }) => {
      const { status, symbol } = query;
      const filter = { ...(status ? { statuses: status } : {}), ...(symbol ? { symbol } : {}) };
      const [page, prices] = await Promise.all([
        listTrades(ports, { userId, ...filter, ...pageRequest(query) }),
        lastPrices(ports, now),
      ]);
      const items = page.items.map((trade) => presentTrade(trade, prices.get(trade.symbol)));
      return { body: { items, next: page.next ?? null } };
    }),

    route('getTrade', async ({ userId, now, params }) => {
      const trade = unwrap(await getTrade(ports, { userId, tradeId: params.id }));
      return { body: await present(trade, now) };
    }),

    route('amendTrade', async ({ userId, now, params, body }) => {
      const changes = changesOf(body);
      const trade = unwrap(await amendTrade(ports, { userId, tradeId: params.id, now, changes }));
      return { body: await present(trade, now) };
    }),

    route('cancelTrade', async ({ userId, now, params }) => {
      const trade = unwrap(await cancelTrade(ports, { userId, tradeId: params.id, now }));
      return { body: await present(trade, now) };
    }),

    route('closeTrade', async ({ userId, now, params, body }) => {
      const { quantity, limit, clientOrderId } = body;
      const request = { userId, tradeId: params.id, now };
      const isWhole = quantity === undefined && limit === undefined;
      const closed = isWhole
        ? await closeTrade(ports, request)
        : await closePart(ports, { ...request, quantity, limit, id: clientOrderId ?? ports.newId(now) });
      return { body: await present(unwrap(closed), now) };
    }),

    route('withdrawClose', async ({ userId, now, params }) => {
      const { id, orderId } = params;
      const trade = unwrap(await withdrawPart(ports, { userId, tradeId: id, now, orderId }));
      return { body: await present(trade, now) };
    }),

    route('listTradeLogs', async ({ userId, params, query }) => {
      const page = unwrap(await tradeLogs(ports, { userId, tradeId: params.id, ...pageRequest(query) }));
      return { body: { items: page.items.map(presentLogRow), next: page.next ?? null } };
    }),
  ];
};
