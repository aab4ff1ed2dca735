import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { toItem } from '../../shared/adapters/dynamodb/trade-item.ts';
import type { MarketSymbol } from '../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate } from '../../shared/domain/money/decimal.ts';
import type { OpenTrade, PendingTrade, Trade } from '../../shared/domain/trades/trade.ts';
import { TABLES } from '../fixtures/stores.ts';

const ITEMS_IN_A_BATCH = 25;
const BATCHES_AT_ONCE = 8;

export const putItems = async (
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Record<string, unknown>[],
): Promise<void> => {
  const starts = Array.from({ length: Math.ceil(items.length / ITEMS_IN_A_BATCH) }, (_, batch) => batch);
  for (let from = 0; from < starts.length; from += BATCHES_AT_ONCE)
    await Promise.all(
      starts.slice(from, from + BATCHES_AT_ONCE).map(async (batch) => {
        const some = items.slice(batch * ITEMS_IN_A_BATCH, (batch + 1) * ITEMS_IN_A_BATCH);
        const requests = some.map((Item) => ({ PutRequest: { Item } }));
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [table]: requests } }),
        );
        if (Object.keys(UnprocessedItems ?? {}).length > 0)
          throw new Error('the emulator left items unwritten');
      }),
    );
};

export const putTrades = (
  client: DynamoDBDocumentClient,
  trades: readonly Trade[],
  shards = 1,
): Promise<void> =>
  putItems(
    client,
    TABLES.trades,
    trades.map((trade) => toItem(trade, shards)),
  );

export interface Prices {
  readonly entry: number | string;
  readonly takeProfit: number | string;
  readonly stopLoss: number | string;
}

/** A pending long bracket with a limit entry, as a request would have made it. */
export const pendingBracket = (
  userId: string,
  symbol: MarketSymbol,
  createdAt: number,
  at: Prices,
): PendingTrade => ({
  id: ulid(createdAt),
  userId,
  accountId: 'main',
  venue: 'replay',
  symbol,
  direction: 'long',
  quantity: quantity('1'),
  entry: { type: 'limit', limit: price(at.entry) },
  exits: { takeProfit: price(at.takeProfit), stopLoss: price(at.stopLoss) },
  terms: { makerRate: rate('0.006'), takerRate: rate('0.006'), slippageBps: 0, tickSize: price('0.01') },
  createdAt,
  version: 1,
  commands: [],
  fills: [],
  status: 'pending',
});

/** The same after its entry: both exits wait. */
export const openBracket = (
  userId: string,
  symbol: MarketSymbol,
  createdAt: number,
  at: Prices,
): OpenTrade => {
  const trade = pendingBracket(userId, symbol, createdAt, at);
  return {
    ...trade,
    status: 'open',
    version: 2,
    takeProfit: { price: price(at.takeProfit), armedAt: createdAt },
    stopLoss: { price: price(at.stopLoss), armedAt: createdAt },
    fills: [
      {
        id: `${trade.id}#entry#0`,
        leg: 'entry',
        time: createdAt,
        price: price(at.entry),
        quantity: trade.quantity,
        notional: money(at.entry),
        fee: money('0.6'),
        liquidity: 'maker',
        ambiguous: false,
        late: false,
      },
    ],
  };
};

export const accountItem = (userId: string): Record<string, unknown> => ({
  pk: `user#${userId}`,
  sk: 'account#main',
  userId,
  accountId: 'main',
  makerRate: '0.006',
  takerRate: '0.006',
  slippageBps: 0,
  status: 'active',
  realizedPnl: 0,
  fees: 0,
  fillCount: 0,
});
