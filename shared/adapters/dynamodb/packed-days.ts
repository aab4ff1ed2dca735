import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mergeMinutes, sameMinutes } from '../../domain/market/merge-minutes.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { ArchivedDay, CandleArchive } from '../../ports/candle-archive.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { CorruptDayError } from './day-codec/packed-day.ts';
import { dateOf, dayKey, fromDayItem, revOf, toDayItem } from './day-item.ts';
import { chunksOf } from './market-keys.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';

type Item = Record<string, unknown>;

/** DynamoDB reads at most this many items at once, and 16 MB: a packed day of the liveliest coin has 10 kB. */
const AT_ONCE = 100;
const CHUNKS_AT_ONCE = 4;

/** @throws StoreUnavailableError where the table stays throttled */
const readItems = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Item[],
  read?: 'consistent',
): Promise<Item[]> => {
  const items: Item[] = [];
  let left = [...keys];
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt >= MAX_ATTEMPTS)
      throw new StoreUnavailableError(`${left.length} days could not be read: throttled`);
    if (attempt > 0) await sleep(jitter(attempt));
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: left, ConsistentRead: read === 'consistent' } },
      }),
    );
    items.push(...(answer.Responses?.[table] ?? []));
    const more = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    // An answer of 16 MB that stops short has made its way: only one without anything is a failed attempt.
    if ((answer.Responses?.[table] ?? []).length > 0) attempt = -1;
    left = more;
  }
  return items;
};

const readable = (item: Item): ArchivedDay | undefined => {
  try {
    return fromDayItem(item);
  } catch (error) {
    if (error instanceof CorruptDayError) return undefined;
    throw error;
  }
};

/** What is stored, and what comes: minutes of a settled day stand. */
const combined = (stored: ArchivedDay | undefined, added: ArchivedDay): ArchivedDay => {
  if (!stored) return added;
  const stands = stored.settled && !added.settled;
  return {
    day: added.day,
    minutes: stands
      ? mergeMinutes(added.minutes, stored.minutes)
      : mergeMinutes(stored.minutes, added.minutes),
    settled: stored.settled || added.settled,
  };
};

/** The days of a market, each in one item, so that a hundred of them come with one request. */
export const packedDays = (
  client: DynamoDBDocumentClient,
  table: string,
): Pick<CandleArchive, 'days' | 'addDay'> => {
  /** False where another write was faster. */
  const put = async (venue: VenueId, symbol: MarketSymbol, day: ArchivedDay, rev: number | undefined) => {
    const isFirst = rev === undefined;
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: toDayItem(venue, symbol, day, (rev ?? 0) + 1),
          // None, or a corrupt one without a number: that may be replaced.
          ConditionExpression: isFirst ? 'NOT attribute_type(rev, :rev)' : 'rev = :rev',
          ExpressionAttributeValues: { ':rev': isFirst ? 'N' : rev },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };

  return {
    async days(venue, symbol, days, read) {
      const found: ArchivedDay[] = [];
      const corrupt: number[] = [];
      for (const some of chunksOf(chunksOf(days, AT_ONCE), CHUNKS_AT_ONCE)) {
        const keys = (chunk: readonly number[]) => chunk.map((day) => dayKey(venue, symbol, day));
        const answers = await Promise.all(some.map((chunk) => readItems(client, table, keys(chunk), read)));
        for (const item of answers.flat()) {
          const day = readable(item);
          if (day) found.push(day);
          else corrupt.push(Date.parse(String(item.sk)));
        }
      }
      found.sort((left, right) => left.day - right.day);
      return { found, corrupt: corrupt.sort((left, right) => left - right) };
    },

    async addDay(venue, symbol, added) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        if (attempt > 0) await sleep(jitter(attempt));
        const { Item } = await client.send(
          new GetCommand({ TableName: table, Key: dayKey(venue, symbol, added.day), ConsistentRead: true }),
        );
        const stored = Item && readable(Item);
        const next = combined(stored, added);
        const isEmpty = next.minutes.candles.length + next.minutes.quiet.length === 0 && !next.settled;
        const isKnown =
          stored && stored.settled === next.settled && sameMinutes(stored.minutes, next.minutes);
        if (isEmpty || isKnown) return false;
        if (await put(venue, symbol, next, Item && revOf(Item))) return true;
      }
      throw new Error(`${dateOf(added.day)} of ${symbol} could not be written: others were faster each time`);
    },
  };
};
