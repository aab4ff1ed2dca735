import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { accountRoutes } from '../../../functions/http/account-routes.ts';
import { bookRoutes } from '../../../functions/http/book-routes.ts';
import { orderRoutes } from '../../../functions/http/order-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { ledgerItem } from '../../../shared/adapters/dynamodb/ledger-item.ts';
import { chunksOf, MAX_BATCH_WRITE } from '../../../shared/adapters/dynamodb/market-keys.ts';
import { saleStore } from '../../../shared/adapters/dynamodb/sale-store.ts';
import { money, price } from '../../../shared/domain/money/decimal.ts';
import type { Fill } from '../../../shared/domain/trades/fill.ts';
import type { ClosedTrade } from '../../../shared/domain/trades/trade.ts';
import { BTC, type Lab } from '../../fixtures/lab.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { type Answered, type Ask, asking } from '../../unit/http/requests.ts';
import { openBracket, writeTrades } from '../seed.ts';

const USER = 'u1';
const AT_ONCE = 8;

/** Requests of one user to the routes that answer in AWS, without the authorizer. @throws Error where one is refused */
export const booksClient = ({ requests, stores }: Lab) => {
  const sales = saleStore({ client: stores.client, tables: TABLES, shards: 1 });
  const { ask, logged } = asking([
    ...tradeRoutes(requests),
    ...orderRoutes({ ...requests, sales }),
    ...accountRoutes(requests),
    ...bookRoutes(requests),
  ]);
  return async (now: number, method: string, path: string, more: Partial<Ask> = {}): Promise<Answered> => {
    const answer = await ask({ userId: USER, now, method, path, ...more });
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`, { cause: logged });
    return answer;
  };
};

/** Bought at 100, sold at 110, as a tick would have left it. */
const closedTrade = (time: number): ClosedTrade => {
  const open = openBracket(USER, BTC, time, { entry: 100, takeProfit: 110, stopLoss: 90 });
  const { takeProfit: _, stopLoss: __, ...rest } = open;
  const [entry] = open.fills;
  if (!entry) throw new Error('an open trade has a fill');
  const exit = {
    ...entry,
    id: `${open.id}#take_profit#0`,
    leg: 'take_profit' as const,
    price: price('110'),
    notional: money('110'),
    fee: money('0.66'),
  };
  return {
    ...rest,
    status: 'closed',
    version: 3,
    closeReason: 'take_profit',
    endedAt: time,
    fills: [entry, exit],
  };
};

const evidence = { rule: 'limit_at_its_price', source: 'replay', resolution: '1m', reading: null };

/** Trades that lie behind an account, with their lines in its ledger; its counters are left as they are. */
export const putHistory = async ({ stores }: Lab, count: number, before: number): Promise<void> => {
  const trades = Array.from({ length: count }, (_, index) => closedTrade(before - index * 60_000));
  await writeTrades(stores.client, trades);
  const items = trades.flatMap((trade) =>
    trade.fills.map((fill) => ledgerItem(trade, { ...fill, evidence } as unknown as Fill)),
  );
  const batches = chunksOf(items, MAX_BATCH_WRITE).map((chunk) =>
    chunk.map((Item) => ({ PutRequest: { Item } })),
  );
  for (const some of chunksOf(batches, AT_ONCE))
    await Promise.all(
      some.map((requests) =>
        stores.client.send(new BatchWriteCommand({ RequestItems: { [TABLES.ledger]: requests } })),
      ),
    );
};
