import { logRow, openTrade, pendingTrade } from "../examples.ts";
import type { Operation } from "../operation.ts";
import { logPage } from "../schemas/log.ts";
import { tradePage, tradeSchema } from "../schemas/trade.ts";
import {
	amendTradeBody,
	createTradeBody,
	listLogsQuery,
	listTradesQuery,
	tradeParams,
} from "../schemas/trade-input.ts";

const about = { group: "trades", auth: "bearer" } as const;

export const tradeOperations = [
	{
		...about,
		id: "createTrade",
		method: "POST",
		path: "/v1/trades",
		scope: "trade",
		summary: "Open a trade: an entry with up to two exits",
		body: createTradeBody,
		status: 201,
		alsoStatus: {
			200: "The clientTradeId repeats with the same body: the trade made then",
		},
		response: tradeSchema,
		errors: [
			"invalid_trade",
			"unknown_symbol",
			"client_id_conflict",
			"no_account",
			"price_unavailable",
		],
		example: {
			body: {
				symbol: "BTC/USDT",
				quantity: "0.05",
				entry: { type: "limit", limit: "64000" },
				takeProfit: "66000",
				stopLoss: "63000",
				clientTradeId: "breakfast-1",
			},
			response: pendingTrade,
		},
	},
	{
		...about,
		id: "listTrades",
		method: "GET",
		path: "/v1/trades",
		scope: "read",
		summary: "Trades, newest first",
		query: listTradesQuery,
		status: 200,
		response: tradePage,
		errors: ["invalid_cursor"],
		example: { response: { items: [openTrade], next: null } },
	},
	{
		...about,
		id: "getTrade",
		method: "GET",
		path: "/v1/trades/{id}",
		scope: "read",
		summary: "One trade with its legs and fills",
		params: tradeParams,
		status: 200,
		response: tradeSchema,
		errors: ["not_found"],
		example: { response: openTrade },
	},
	{
		...about,
		id: "amendTrade",
		method: "PATCH",
		path: "/v1/trades/{id}",
		scope: "trade",
		summary:
			"Change the exits; takes effect once the path up to now has been evaluated",
		params: tradeParams,
		body: amendTradeBody,
		status: 202,
		response: tradeSchema,
		errors: ["not_found", "trade_ended", "invalid_trade", "too_many_commands"],
		example: {
			body: { stopLoss: "63500" },
			response: { ...openTrade, state: "amending", version: 3 },
		},
	},
	{
		...about,
		id: "cancelTrade",
		method: "DELETE",
		path: "/v1/trades/{id}",
		scope: "trade",
		summary:
			"Cancel a pending trade; takes effect once the path up to now has been evaluated",
		params: tradeParams,
		status: 202,
		response: tradeSchema,
		errors: [
			"not_found",
			"trade_ended",
			"trade_not_pending",
			"too_many_commands",
		],
		example: { response: { ...pendingTrade, state: "cancelling", version: 2 } },
	},
	{
		...about,
		id: "closeTrade",
		method: "POST",
		path: "/v1/trades/{id}/close",
		scope: "trade",
		summary:
			"Close an open trade at the market; takes effect once the path up to now has been evaluated",
		params: tradeParams,
		status: 202,
		response: tradeSchema,
		errors: ["not_found", "trade_ended", "trade_not_open", "too_many_commands"],
		example: { response: { ...openTrade, state: "closing", version: 3 } },
	},
	{
		...about,
		id: "listTradeLogs",
		method: "GET",
		path: "/v1/trades/{id}/logs",
		scope: "read",
		summary: "What happened to a trade, in order, each fill with its evidence",
		params: tradeParams,
		query: listLogsQuery,
		status: 200,
		response: logPage,
		errors: ["not_found", "invalid_cursor"],
		example: { response: { items: [logRow], next: null } },
	},
] as const satisfies readonly Operation[];
