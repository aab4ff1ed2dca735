import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Candle } from '../../domain/market/candle.ts';
import type { CandleRow } from '../../ports/market-store.ts';
import { chunksOf, expiresIn, timeKey } from './market-keys.ts';

/** 1m candles: one row for each batch and minute (`candles#batch`, openTime), one attribute for each market. */
const DAYS_KEPT = 90;
const WRITES_AT_ONCE = 10;

const candleText = z
  .string()
  .transform((text) => text.split(' ').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]));

const textOf = ({ open, high, low, close, volume }: Candle): string =>
  [open, high, low, close, volume].join(' ');

/** Adds to the minute's row: ticks of different symbols of one batch write the same minute. */
const putRow = async (
  client: DynamoDBDocumentClient,
  table: string,
  batch: number,
  { openTime, candles }: CandleRow,
): Promise<void> => {
  const names = candles.map(({ venue, symbol }, index) => [`#m${index}`, `${venue}#${symbol}`]);
  const values = candles.map(({ candle }, index) => [`:c${index}`, textOf(candle)]);
  const assignments = candles.map((_, index) => `#m${index} = :c${index}`);
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: `candles#${batch}`, sk: timeKey(openTime) },
      UpdateExpression: `SET ${['#ttl = :ttl', ...assignments].join(', ')}`,
      ExpressionAttributeNames: { '#ttl': 'ttl', ...Object.fromEntries(names) },
      ExpressionAttributeValues: { ':ttl': expiresIn(DAYS_KEPT), ...Object.fromEntries(values) },
    }),
  );
};

export const putCandleRows = async (
  client: DynamoDBDocumentClient,
  table: string,
  batch: number,
  rows: readonly CandleRow[],
): Promise<void> => {
  for (const chunk of chunksOf(rows, WRITES_AT_ONCE))
    await Promise.all(chunk.map((row) => putRow(client, table, batch, row)));
};

/** In time order; `from` and `to` are open times in ms, both inclusive. A row that does not parse is left out. */
export const readCandles = async (
  client: DynamoDBDocumentClient,
  table: string,
  span: { readonly batch: number; readonly market: string; readonly from: number; readonly to: number },
): Promise<Candle[]> => {
  const found: Candle[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :batch AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':batch': `candles#${span.batch}`,
        ':from': timeKey(span.from),
        ':to': timeKey(span.to),
      },
    },
  );
  for await (const { Items } of pages) {
    for (const item of Items ?? []) {
      const parsed = candleText.safeParse(item[span.market]);
      if (!parsed.success) continue;
      const [open, high, low, close, volume] = parsed.data;
      found.push({ openTime: Number(item.sk), open, high, low, close, volume });
    }
  }
  return found;
};
