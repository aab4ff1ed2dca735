import {
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type Projection,
} from '@aws-sdk/client-dynamodb';
import type { IndexShape } from './units.ts';

/** The keys of a table and its indexes, asked of the database once. */
export interface TableShape {
  readonly keys: readonly string[];
  readonly indexes: readonly IndexShape[];
}

const namesOf = (schema: readonly KeySchemaElement[] = []): string[] =>
  schema.map(({ AttributeName = '' }) => AttributeName);

const projectsOf = (projection: Projection | undefined): IndexShape['projects'] =>
  projection?.ProjectionType === 'ALL' ? 'all' : (projection?.NonKeyAttributes ?? []);

export const tableShape = async (client: DynamoDBClient, name: string): Promise<TableShape> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return {
    keys: namesOf(Table?.KeySchema),
    indexes: (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName = '', KeySchema, Projection }) => ({
      name: IndexName,
      keys: namesOf(KeySchema),
      projects: projectsOf(Projection),
    })),
  };
};
