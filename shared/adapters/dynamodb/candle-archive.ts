import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Candle } from '../../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { CandleArchive } from '../../ports/candle-archive.ts';
import { parseCandleRow, ROW_PREFIX } from './candle-row.ts';
import { candleRows } from './candle-rows.ts';
import { packedDays } from './packed-days.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Packed days, and the rows that they are packed from. */
export const candleArchive = (client: DynamoDBDocumentClient, table: string): CandleArchive => {
  const rows = candleRows(client, table);
  const keyOf = (batch: number) => ({ pk: 'packed', sk: `batch#${batch}` });
  return {
    ...packedDays(client, table),

    async rowsOf(batch, day) {
      const markets = new Map<
        string,
        { venue: VenueId; symbol: MarketSymbol; candles: Candle[]; quiet: number[] }
      >();
      for await (const item of rows.items({ batch, from: day, to: day + DAY - MINUTE })) {
        const row = parseCandleRow(item);
        for (const { venue, symbol, candle } of row?.candles ?? []) {
          const key = `${venue}#${symbol}`;
          const market = markets.get(key) ?? { venue, symbol, candles: [], quiet: [] };
          markets.set(key, market);
          if (candle) market.candles.push(candle);
          else market.quiet.push(row?.openTime ?? 0);
        }
      }
      return [...markets.values()].map(({ venue, symbol, ...minutes }) => ({ venue, symbol, minutes }));
    },

    async firstRow(batch) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :batch',
          ExpressionAttributeValues: { ':batch': `${ROW_PREFIX}${batch}` },
          Limit: 1,
        }),
      );
      const first = Items?.[0];
      return first && Number(first.sk);
    },

    async packedThrough(batch) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(batch) }));
      return typeof Item?.through === 'number' ? Item.through : undefined;
    },

    async notePacked(batch, day) {
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(batch), through: day } }));
    },
  };
};
