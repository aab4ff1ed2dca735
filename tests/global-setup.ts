import { declaredTables } from './fixtures/declared-tables.ts';

/** Synthesizing takes a second: once for all the files that start the embedded DynamoDB. */
export const setup = (): void => {
  process.env.DECLARED_TABLES = JSON.stringify(declaredTables());
};
