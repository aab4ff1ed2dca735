import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Item, itemSize } from './item-size.ts';
import { readUnits } from './units.ts';

/** An item that a request writes or checks. The key's attributes are among those given. */
export interface Target {
  readonly table: string;
  readonly holdsKey: Item;
  readonly transactional: boolean;
}

const target = (
  write: { TableName?: string | undefined; Item?: Item | undefined; Key?: Item | undefined },
  transactional = false,
): Target => ({
  table: write.TableName ?? '',
  holdsKey: write.Item ?? write.Key ?? {},
  transactional,
});

/** The items that a request writes; none for a read. */
export const targetsOf = (command: string, input: unknown): Target[] => {
  switch (command) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [target(input as PutItemCommandInput)];
    case 'BatchWriteItem': {
      const { RequestItems = {} } = input as BatchWriteItemCommandInput;
      return Object.entries(RequestItems).flatMap(([TableName, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) =>
          target({ TableName, ...PutRequest, ...DeleteRequest }),
        ),
      );
    }
    case 'TransactWriteItems': {
      const { TransactItems = [] } = input as TransactWriteItemsCommandInput;
      return TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => {
        const write = Put ?? Update ?? Delete ?? ConditionCheck;
        return write ? [target(write, true)] : [];
      });
    }
    default:
      return [];
  }
};

/** Each item is rounded by itself, also one that is not there. */
const batchUnits = (input: BatchGetItemCommandInput, output: BatchGetItemCommandOutput): number =>
  Object.entries(input.RequestItems ?? {}).reduce((units, [table, { Keys = [], ConsistentRead = false }]) => {
    const found = output.Responses?.[table] ?? [];
    const absent = Keys.length - found.length;
    const each = found.map((item) => readUnits(itemSize(item), ConsistentRead));
    return each.reduce((sum, one) => sum + one, units + absent * readUnits(0, ConsistentRead));
  }, 0);

/**
 * The read units of a request by AWS's rules; 0 for a write.
 * @throws Error for a request whose cost its answer does not show
 */
export const readUnitsOf = (command: string, input: unknown, output: unknown): number => {
  switch (command) {
    case 'GetItem': {
      const { Item } = output as GetItemCommandOutput;
      return readUnits(Item ? itemSize(Item) : 0, (input as GetItemCommandInput).ConsistentRead ?? false);
    }
    case 'BatchGetItem':
      return batchUnits(input as BatchGetItemCommandInput, output as BatchGetItemCommandOutput);
    case 'Query':
    case 'Scan': {
      const { ConsistentRead = false, FilterExpression, ProjectionExpression } = input as QueryCommandInput;
      if (FilterExpression ?? ProjectionExpression)
        throw new Error(`a ${command} that leaves out what it read does not show what it cost`);
      const { Items = [] } = output as QueryCommandOutput;
      return readUnits(
        Items.reduce((sum, item) => sum + itemSize(item), 0),
        ConsistentRead,
      );
    }
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'BatchWriteItem':
    case 'TransactWriteItems':
      return 0;
    default:
      throw new Error(`no rule is written here for what ${command} costs`);
  }
};
