import {
  type BulkOutcome,
  type BulkRequest,
  cancelMany,
  closeMany,
} from '../../shared/application/bulk-commands.ts';
import type { RequestPorts } from '../../shared/application/ports.ts';
import { tradeOperations } from '../../shared/contract/operations/trades.ts';
import type { BulkBody } from '../../shared/contract/schemas/bulk.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { problemOf } from '../middleware/error-styles.ts';
import { httpProblem } from '../middleware/http-problem.ts';
import { lastPrices, presentValued } from './last-prices.ts';

const route = routesOf(tradeOperations);

const requestOf = (userId: string, now: number, body: BulkBody): BulkRequest => ({
  userId,
  now,
  ...(body.ids ? { ids: body.ids } : {}),
  ...(body.symbol === undefined ? {} : { symbol: body.symbol }),
  ...(body.accountId === undefined ? {} : { accountId: body.accountId }),
  ...(body.cursor === undefined ? {} : { cursor: body.cursor }),
});

/** `/v1/trades/cancel` and `/v1/trades/close`: each trade with its own answer. */
export const bulkRoutes = (ports: RequestPorts): Route[] => {
  const present = async ({ items, next }: BulkOutcome, now: number, requestId: string) => {
    const commanded = items.flatMap(({ result }) => (result.ok ? result.value.symbol : []));
    const prices = await lastPrices(ports, commanded, now);
    return {
      body: {
        items: items.map(({ id, result }) => {
          if (result.ok) return { id, status: 202, trade: presentValued(result.value, prices) };
          const problem = problemOf(httpProblem(result.problem), requestId);
          return { id, status: problem.status, problem };
        }),
        next: next ?? null,
      },
    };
  };

  return [
    route('cancelTrades', async ({ userId, now, body, event }) =>
      present(await cancelMany(ports, requestOf(userId, now, body)), now, event.requestContext.requestId),
    ),

    route('closeTrades', async ({ userId, now, body, event }) =>
      present(await closeMany(ports, requestOf(userId, now, body)), now, event.requestContext.requestId),
    ),
  ];
};
