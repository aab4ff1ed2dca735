import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { chunksOf } from './market-keys.ts';
import { storedMoney, storedPrice, storedQuantity, storedSymbol, storedVenue } from './parse.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';

/** DynamoDB reads at most this many items in one batch. */
const MAX_BATCH = 100;

const instrumentSchema = z.object({
  venue: storedVenue,
  symbol: storedSymbol,
  tickSize: storedPrice,
  lotSize: storedQuantity,
  minQuantity: storedQuantity,
  maxQuantity: storedQuantity,
  minNotional: storedMoney,
});

type Key = Record<'pk' | 'sk', string>;

const readBatch = async (
  client: DynamoDBDocumentClient,
  table: string,
  batch: readonly Key[],
): Promise<Instrument[]> => {
  const found: Instrument[] = [];
  let keys: Record<string, unknown>[] = batch.map((key) => ({ ...key }));
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt >= MAX_ATTEMPTS)
      throw new StoreUnavailableError(`${keys.length} instruments could not be read: throttled`);
    if (attempt > 0) await sleep(jitter(attempt));
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: keys } } }));
    found.push(...(answer.Responses?.[table] ?? []).map((item) => instrumentSchema.parse(item)));
    keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
};

/** Of each symbol, in their order, the instrument of the first of these venues that lists it; a symbol without one is left out. */
export const readInstruments = async (
  client: DynamoDBDocumentClient,
  table: string,
  venues: readonly VenueId[],
  symbols: readonly MarketSymbol[],
): Promise<Instrument[]> => {
  const keys = symbols.flatMap((symbol) =>
    venues.map((venue) => ({ pk: `instrument#${venue}`, sk: symbol })),
  );
  const batches = await Promise.all(
    chunksOf(keys, MAX_BATCH).map((batch) => readBatch(client, table, batch)),
  );
  const found = batches.flat();
  return symbols.flatMap((symbol) => {
    const listed = found.filter((instrument) => instrument.symbol === symbol);
    return venues.flatMap((venue) => listed.find((instrument) => instrument.venue === venue) ?? [])[0] ?? [];
  });
};
