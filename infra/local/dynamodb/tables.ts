import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type StreamSpecification,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { REGION, type Stack } from '../template/stack.ts';

const keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: keys,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});
const tableSchema = z.object({
  KeySchema: keys,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
});

export interface TableSpec {
  readonly logicalId: string;
  readonly name: string;
  readonly definition: z.output<typeof tableSchema>;
}

export const readTables = (stack: Stack): TableSpec[] =>
  stack
    .read('AWS::DynamoDB::Table', tableSchema)
    .map(({ logicalId, name, properties }) => ({ logicalId, name, definition: properties }));

export const dynamodbClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

/**
 * Makes the tables that are not there yet, under their physical names.
 * @throws Error where a table is there with other indexes: the data is of another version
 */
export const createTables = async (client: DynamoDBClient, tables: readonly TableSpec[]): Promise<void> => {
  for (const table of tables) {
    const described = await describe(client, table.name);
    if (!described) {
      await create(client, table);
      continue;
    }
    const there = indexesOf(described);
    if (!isDeepStrictEqual(there, wantedIndexes(table))) {
      const difference = `indexes ${[...there].join(', ')} instead of ${[...wantedIndexes(table)].join(', ')}`;
      throw new Error(`table ${table.name} is of another version (${difference}): use another DATA_DIR`);
    }
    await changeStream(client, table, described.StreamSpecification?.StreamViewType);
  }
};

const wantedIndexes = ({ definition }: TableSpec): Set<string> =>
  new Set((definition.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));

const indexesOf = (table: TableDescription): Set<string> =>
  new Set((table.GlobalSecondaryIndexes ?? []).map(({ IndexName = '' }) => IndexName));

/** A table that is there gets its stream, or loses it, as an update of the stack would do it. */
const changeStream = async (
  client: DynamoDBClient,
  { name, definition }: TableSpec,
  there: string | undefined,
): Promise<void> => {
  const wanted = definition.StreamSpecification?.StreamViewType;
  if (there === wanted) return;
  const change = (StreamSpecification: StreamSpecification) =>
    client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
  if (there) await change({ StreamEnabled: false });
  if (wanted) await change({ StreamEnabled: true, StreamViewType: wanted });
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    return Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const create = async (client: DynamoDBClient, { name, definition }: TableSpec): Promise<void> => {
  const { TimeToLiveSpecification: ttl, StreamSpecification: stream, ...shape } = definition;
  const input = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    ...shape,
    ...(stream ? { StreamSpecification: { ...stream, StreamEnabled: true } } : {}),
  };
  await client.send(new CreateTableCommand(input as CreateTableCommandInput));
  if (ttl?.AttributeName && ttl.Enabled) {
    const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  }
};
