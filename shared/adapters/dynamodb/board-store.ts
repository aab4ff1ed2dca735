import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BoardStore } from '../../ports/board.ts';
import {
  BOARD_KEY,
  fromItems,
  fromNumbersItem,
  NAMES_KEY,
  toNamesItem,
  toNumbersItem,
} from './board-items.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';

type Item = Record<string, unknown>;

const readBoth = async (client: DynamoDBDocumentClient, table: string): Promise<Item[]> => {
  const found: Item[] = [];
  let keys: Item[] = [BOARD_KEY, NAMES_KEY];
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt >= MAX_ATTEMPTS) throw new Error('the board could not be read: throttled');
    if (attempt > 0) await sleep(jitter(attempt));
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: keys } } }));
    found.push(...(answer.Responses?.[table] ?? []));
    keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
};

/** The board: docs/storage.md has its two items. */
export const boardStore = (client: DynamoDBDocumentClient, table: string): BoardStore => {
  /** False where a later run has written. */
  const putUnlessLater = async (item: Item, field: 'checkedAt' | 'writtenAt'): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: item,
          ConditionExpression: `attribute_not_exists(pk) OR ${field} < :mine`,
          ExpressionAttributeValues: { ':mine': item[field] },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };

  return {
    async state() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: BOARD_KEY }));
      return Item && fromNumbersItem(Item);
    },

    async load() {
      const items = await readBoth(client, table);
      const numbers = items.find(({ sk }) => sk === BOARD_KEY.sk);
      return (
        numbers &&
        fromItems(
          numbers,
          items.find(({ sk }) => sk === NAMES_KEY.sk),
        )
      );
    },

    async save(stored, withNames) {
      // Names first: numbers that come with new coins are never without their names.
      if (withNames && stored.names) await putUnlessLater(toNamesItem(stored.names), 'writtenAt');
      return putUnlessLater(toNumbersItem(stored), 'checkedAt');
    },
  };
};
