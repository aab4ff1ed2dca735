import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Candle, Minutes } from '../../domain/market/candle.ts';
import type { CandleRow } from '../../ports/market-store.ts';
import { candleFromText, candleToText, ROW_PREFIX } from './candle-row.ts';
import { chunksOf, expiresIn, timeKey } from './market-keys.ts';
import { writtenMinutes } from './written-minutes.ts';

/** Once its day is packed, a row is needed no more; until then the packing may have failed for days. */
const DAYS_KEPT = 7;
const WRITES_AT_ONCE = 10;

interface RowSpan {
  readonly batch: number;
  /** Open times in ms, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** The rows of 1m candles: one for each batch and minute, one attribute for each market (candle-row.ts). */
export const candleRows = (client: DynamoDBDocumentClient, table: string) => {
  const written = writtenMinutes();

  /** Adds to the minute's row: ticks of different symbols of one batch write the same minute. */
  const putRow = async (batch: number, { openTime, candles }: CandleRow): Promise<void> => {
    const names = candles.map(({ venue, symbol }, index) => [`#m${index}`, `${venue}#${symbol}`]);
    const values = candles.map(({ candle }, index) => [`:c${index}`, candleToText(candle)]);
    const assignments = candles.map((_, index) => `#m${index} = :c${index}`);
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: `${ROW_PREFIX}${batch}`, sk: timeKey(openTime) },
        UpdateExpression: `SET ${['#ttl = :ttl', ...assignments].join(', ')}`,
        ExpressionAttributeNames: { '#ttl': 'ttl', ...Object.fromEntries(names) },
        ExpressionAttributeValues: { ':ttl': expiresIn(DAYS_KEPT), ...Object.fromEntries(values) },
      }),
    );
    for (const { venue, symbol, candle } of candles)
      written.note(batch, openTime, `${venue}#${symbol}`, candleToText(candle));
  };

  const put = async (batch: number, rows: readonly CandleRow[]): Promise<void> => {
    for (const chunk of chunksOf(rows, WRITES_AT_ONCE))
      await Promise.all(chunk.map((row) => putRow(batch, row)));
  };

  /** In time order. */
  async function* items(
    { batch, from, to }: RowSpan,
    read?: 'consistent',
  ): AsyncGenerator<Record<string, unknown>> {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        ConsistentRead: read === 'consistent',
        KeyConditionExpression: 'pk = :batch AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':batch': `${ROW_PREFIX}${batch}`,
          ':from': timeKey(from),
          ':to': timeKey(to),
        },
      },
    );
    for await (const { Items } of pages) yield* Items ?? [];
  }

  return {
    put,
    items,

    /** Writes what differs from what was written: of what this process does not know it reads the rows first. */
    async mend(batch: number, rows: readonly CandleRow[]): Promise<void> {
      const differing = () =>
        rows.flatMap(({ openTime, candles }): CandleRow[] => {
          const others = candles.filter(({ venue, symbol, candle }) => {
            const known = written.of(batch, openTime, `${venue}#${symbol}`);
            // What was traded stays traded, also where the venue shows less than before.
            return known !== candleToText(candle) && (candle !== null || known === undefined);
          });
          return others.length > 0 ? [{ openTime, candles: others }] : [];
        });
      const unknown = differing().map(({ openTime }) => openTime);
      if (unknown.length === 0) return;
      const span = { batch, from: Math.min(...unknown), to: Math.max(...unknown) };
      for await (const item of items(span))
        for (const [market, text] of Object.entries(item))
          if (market.includes('#')) written.note(batch, Number(item.sk), market, String(text));
      await put(batch, differing());
    },

    /** In time order, each minute once. What does not parse is unknown. */
    async read(
      { market, ...span }: RowSpan & { readonly market: string },
      consistency?: 'consistent',
    ): Promise<Minutes> {
      const candles: Candle[] = [];
      const quiet: number[] = [];
      for await (const item of items(span, consistency)) {
        const openTime = Number(item.sk);
        const candle = candleFromText(openTime, item[market]);
        if (candle) candles.push(candle);
        else if (candle === null) quiet.push(openTime);
      }
      return { candles, quiet };
    },
  };
};
