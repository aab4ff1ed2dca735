import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { MarketStateStore } from '../../ports/market-store.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { fromStateItem, stateKey, toStateItem } from './batch-state-item.ts';
import { chunksOf, expiresIn, MAX_BATCH_WRITE, timeKey } from './market-keys.ts';
import { storedSymbol, storedVenue } from './parse.ts';
import { readInstruments } from './read-instruments.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';
import { ROSTER_KEY } from './roster-store.ts';
import { transact } from './transact.ts';

const DAYS_KEPT = 90;

const windowSchema = z.object({
  venue: storedVenue,
  symbol: storedSymbol,
  from: z.number(),
  to: z.number(),
  reason: z.enum(['missing_in_record', 'suspect_price', 'out_of_reach']),
});

const writeAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Record<string, unknown>[],
): Promise<void> => {
  for (const chunk of chunksOf(items, MAX_BATCH_WRITE)) {
    let requests = chunk.map((Item) => ({ PutRequest: { Item } }));
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (attempt >= MAX_ATTEMPTS)
        throw new StoreUnavailableError(`${requests.length} items could not be written: throttled`);
      if (attempt > 0) await sleep(jitter(attempt));
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      requests = (answer.UnprocessedItems?.[table] ?? []) as typeof requests;
    }
  }
};

/** State items, instruments and blind windows: docs/storage.md lists the keys. */
export const marketStateStore = (client: DynamoDBDocumentClient, table: string): MarketStateStore => ({
  async loadBatch(batch) {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { pk: 'state', sk: stateKey(batch) },
        ConsistentRead: true,
      }),
    );
    return Item ? fromStateItem(Item) : undefined;
  },

  async loadBatches() {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :state',
        ExpressionAttributeValues: { ':state': 'state' },
      }),
    );
    return (Items ?? []).map(fromStateItem);
  },

  async saveBatch(state, expectedVersion, rosterVersion) {
    const put = {
      TableName: table,
      Item: toStateItem(state, expectedVersion + 1),
      ...(expectedVersion === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'version = :expected',
            ExpressionAttributeValues: { ':expected': expectedVersion },
          }),
    };
    if (rosterVersion !== undefined) {
      const sameRoster = {
        TableName: table,
        Key: ROSTER_KEY,
        ConditionExpression: 'version = :roster',
        ExpressionAttributeValues: { ':roster': rosterVersion },
      };
      return (await transact(client, [{ Put: put }, { ConditionCheck: sameRoster }])).length === 0;
    }
    try {
      await client.send(new PutCommand(put));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  },

  putInstruments: (instruments) =>
    writeAll(
      client,
      table,
      instruments.map((instrument) => ({
        pk: `instrument#${instrument.venue}`,
        sk: instrument.symbol,
        ...instrument,
      })),
    ),

  async instrument(venues, symbol) {
    const [found] = await readInstruments(client, table, venues, [symbol]);
    return found;
  },

  instruments: (venues, symbols) => readInstruments(client, table, venues, symbols),

  putBlindWindows: (windows) =>
    writeAll(
      client,
      table,
      windows.map((window) => ({
        pk: 'blind',
        sk: `${timeKey(window.from)}#${window.venue}#${window.symbol}`,
        ...window,
        ttl: expiresIn(DAYS_KEPT),
      })),
    ),

  async blindWindows(limit) {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :blind',
        ExpressionAttributeValues: { ':blind': 'blind' },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return (Items ?? []).map((item) => windowSchema.parse(item));
  },
});
