import { isDeepStrictEqual } from 'node:util';
import { type Item, itemSize } from './item-size.ts';

/** Capacity units as AWS publishes them ("DynamoDB throughput capacity"). */
const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

/** Of what one request reads together; nothing found is charged as the smallest item. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * (consistent ? 1 : 0.5);

const writeSize = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_BYTES));
const sizeOf = (item: Item | undefined): number => (item ? itemSize(item) : 0);

/** Of one item of a table: the larger of what was there and what is there now; twice that in a transaction. */
export const writeUnits = (
  before: Item | undefined,
  after: Item | undefined,
  transactional: boolean,
): number => writeSize(Math.max(sizeOf(before), sizeOf(after))) * (transactional ? 2 : 1);

/** A global secondary index: its own keys, and which attributes it holds beside them and the table's keys. */
export interface IndexShape {
  readonly name: string;
  readonly keys: readonly string[];
  readonly projects: 'all' | readonly string[];
}

/** The entry of an item in an index; undefined where it lacks a key of it. */
export const indexEntry = (
  item: Item | undefined,
  tableKeys: readonly string[],
  index: IndexShape,
): Item | undefined => {
  if (!item || index.keys.some((key) => item[key] === undefined)) return undefined;
  if (index.projects === 'all') return item;
  const names = new Set([...tableKeys, ...index.keys, ...index.projects]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
};

/**
 * What a write to a table costs in one of its indexes: nothing where the entry stays as it is; one write where it
 * comes, goes, or changes in place; two where its key moves (out and in again). A transaction does not double it.
 */
export const indexWriteUnits = (
  before: Item | undefined,
  after: Item | undefined,
  index: Pick<IndexShape, 'keys'>,
): number => {
  if (isDeepStrictEqual(before, after)) return 0;
  const moved = before && after && index.keys.some((key) => !isDeepStrictEqual(before[key], after[key]));
  return moved
    ? writeSize(itemSize(before)) + writeSize(itemSize(after))
    : writeSize(Math.max(sizeOf(before), sizeOf(after)));
};
