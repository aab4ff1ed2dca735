import { openTrade } from '../../shared/application/open-trade.ts';
import type { RequestPorts } from '../../shared/application/ports.ts';
import { quotesOf } from '../../shared/application/read-market.ts';
import { activeTrades, getTrade, listTrades, tradeLogs } from '../../shared/application/read-trades.ts';
import { simpleOperations } from '../../shared/contract/operations/simple.ts';
import { seconds } from '../../shared/contract/present/primitives.ts';
import {
  presentLivePrice,
  presentSimpleActive,
  presentSimpleClosed,
  presentSimpleLog,
  SIMPLE_SYMBOL,
  simpleMarket,
} from '../../shared/contract/present/simple.ts';
import { type MarketSymbol, parseSymbol } from '../../shared/domain/market/symbol.ts';
import { isActive } from '../../shared/domain/trades/trade.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { HttpProblem, unwrap } from '../middleware/http-problem.ts';
import { bodyHash } from './body-hash.ts';
import { lastPrices } from './last-prices.ts';
import { allOf } from './page-request.ts';

const route = routesOf(simpleOperations);

const marketOf = (name: string, symbols: readonly MarketSymbol[]): MarketSymbol => {
  const bitcoin = simpleMarket(symbols);
  const symbol = name === SIMPLE_SYMBOL ? bitcoin : parseSymbol(name);
  if (symbol) return symbol;
  const instead = bitcoin ? `; ${SIMPLE_SYMBOL} is` : '';
  throw new HttpProblem('unknown_symbol', `this symbol is not traded here${instead}`);
};

/** The simple API, as its first users know it. */
export const simpleRoutes = (ports: RequestPorts): Route[] => {
  const { symbols } = ports.settings;

  return [
    route('getLivePrice', async ({ now }) => {
      const market = simpleMarket(symbols);
      const [found] = await quotesOf(ports, market ? [market] : [], now);
      if (!found) throw new HttpProblem('price_unavailable', `${SIMPLE_SYMBOL} has had no price yet`);
      // The shape, which only grows, has no place for the price's age; HTTP has.
      const age = String(Math.max(0, Math.floor(seconds(found.ageMs))));
      return { body: presentLivePrice(found), headers: { age } };
    }),

    route('createSimpleTrade', async ({ userId, now, body }) => {
      const { buy_price, sell_price, stop_loss, quantity } = body;
      const plan = {
        symbol: marketOf(body.symbol, symbols),
        direction: 'long',
        quantity,
        entry: { type: 'limit', limit: buy_price },
        exits: { takeProfit: sell_price, stopLoss: stop_loss },
      } as const;
      const opened = await openTrade(ports, {
        userId,
        accountId: 'main',
        now,
        plan,
        bodyHash: bodyHash(plan),
      });
      const { trade } = unwrap(opened);
      const message =
        `Trade created: buys ${quantity} ${body.symbol} at ${buy_price}, ` +
        `sells at ${sell_price}, stops at ${stop_loss}`;
      return { body: { status: 'success', trade_id: trade.id, message } };
    }),

    route('listActiveSimpleTrades', async ({ userId, now }) => {
      const trades = await allOf((page) => activeTrades(ports, { userId, ...page }));
      const active = trades.filter(isActive);
      const prices = await lastPrices(
        ports,
        active.map(({ symbol }) => symbol),
        now,
      );
      return {
        body: active.map((trade) => presentSimpleActive(trade, symbols, prices.get(trade.symbol))),
      };
    }),

    route('listSimpleTradeHistory', async ({ userId }) => {
      const trades = await allOf((page) => listTrades(ports, { userId, statuses: ['closed'], ...page }));
      const closed = trades.filter((trade) => trade.status === 'closed');
      return { body: closed.map((trade) => presentSimpleClosed(trade, symbols)) };
    }),

    route('listSimpleTradeLogs', async ({ userId, params }) => {
      const key = { userId, tradeId: params.id };
      unwrap(await getTrade(ports, key));
      const rows = await allOf(async (page) => unwrap(await tradeLogs(ports, { ...key, ...page })));
      return { body: rows.map(presentSimpleLog) };
    }),
  ];
};
