import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { chunksOf, MAX_BATCH_WRITE } from '../../shared/adapters/dynamodb/market-keys.ts';
import { toItem } from '../../shared/adapters/dynamodb/trade-item.ts';
import type { MarketSymbol } from '../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate, ZERO } from '../../shared/domain/money/decimal.ts';
import { armedBy } from '../../shared/domain/trades/nearest.ts';
import type { OpenTrade, PendingTrade, Trade } from '../../shared/domain/trades/trade.ts';
import type { Lab } from '../fixtures/lab.ts';
import { TABLES } from '../fixtures/stores.ts';

const BATCHES_AT_ONCE = 8;

/** Writes trades as they are stored, fast: without their logs, not in transactions, and unknown to ticks that remember. */
export const writeTrades = async (
  client: DynamoDBDocumentClient,
  trades: readonly Trade[],
): Promise<void> => {
  const batches = chunksOf(trades, MAX_BATCH_WRITE).map((chunk) =>
    chunk.map((trade) => ({ PutRequest: { Item: toItem(trade, 1) } })),
  );
  for (const some of chunksOf(batches, BATCHES_AT_ONCE))
    await Promise.all(
      some.map(async (requests) => {
        const batch = new BatchWriteCommand({ RequestItems: { [TABLES.trades]: requests } });
        const { UnprocessedItems } = await client.send(batch);
        if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('trades were left unwritten');
      }),
    );
};

/** The same, announced as a request does it. */
export const putTrades = async ({ stores, ticks }: Lab, trades: readonly Trade[]): Promise<void> => {
  await ticks.notices.announce(0, armedBy(trades), ticks.wall());
  await writeTrades(stores.client, trades);
};

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
  reservation: ZERO,
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
