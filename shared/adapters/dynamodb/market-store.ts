import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { MarketStore } from '../../ports/market-store.ts';
import { candleRows } from './candle-rows.ts';
import { marketStateStore } from './market-state-store.ts';
import { storedMinutes } from './stored-minutes.ts';

/** The state of the markets and their 1m candles, from rows and packed days. */
export const marketStore = (client: DynamoDBDocumentClient, table: string): MarketStore => {
  const rows = candleRows(client, table);
  const minutes = storedMinutes(client, table, rows);
  return {
    ...marketStateStore(client, table),
    putCandles: rows.put,
    mendCandles: rows.mend,
    minutes,
    candles: async (...span) => (await minutes(...span)).candles,
  };
};
