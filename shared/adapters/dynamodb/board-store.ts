import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BoardNames, BoardStore } from '../../ports/board.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import {
  BOARD_KEY,
  fromItems,
  fromNamesItem,
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
    if (attempt >= MAX_ATTEMPTS) throw new StoreUnavailableError('the board could not be read: throttled');
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

    async load(known) {
      if (known) {
        const { Item } = await client.send(new GetCommand({ TableName: table, Key: BOARD_KEY }));
        return Item && fromItems(Item, known);
      }
      const items = await readBoth(client, table);
      const numbers = items.find(({ sk }) => sk === BOARD_KEY.sk);
      const names = items.find(({ sk }) => sk === NAMES_KEY.sk);
      return numbers && fromItems(numbers, names && fromNamesItem(names));
    },

    async save(stored, withNames) {
      // Names first: numbers that come with new coins are never without their names.
      if (withNames && stored.names) await putUnlessLater(toNamesItem(stored.names), 'writtenAt');
      return putUnlessLater(toNumbersItem(stored), 'checkedAt');
    },
  };
};

/** The same for the job, which alone writes the names: read once, then known to its process as it wrote them. */
export const knowingNames = (boards: BoardStore): BoardStore => {
  let known: BoardNames | undefined;
  return {
    ...boards,
    async load() {
      const stored = await boards.load(known);
      known = stored?.names;
      return stored;
    },
    async save(stored, withNames) {
      const saved = await boards.save(stored, withNames);
      // Another process has written later: what it wrote is read.
      known = saved ? stored.names : undefined;
      return saved;
    },
  };
};
