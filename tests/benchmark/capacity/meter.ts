import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';
import { type Item, itemSize } from './item-size.ts';
import { readUnitsOf, type Target, targetsOf } from './requests.ts';
import { type TableShape, tableShape } from './table-shapes.ts';
import { indexEntry, indexWriteUnits, writeUnits } from './units.ts';
import { addReported, addTo, noUsage, type Usage } from './usage.ts';

interface Request {
  readonly input: ServiceInputTypes;
  readonly request: unknown;
}
type Send = (request: Request) => Promise<{ response: unknown; output: ServiceOutputTypes }>;

export interface Meter {
  /** Runs the work and answers what its requests cost. Slows it down: times are taken without. */
  measure(work: () => Promise<unknown>): Promise<Usage>;
}

/**
 * Meters a document client: has the database report consumed capacity with every request, and counts the same by AWS's
 * rules from the items before and after, which it reads through another client.
 */
export const attachMeter = (metered: DynamoDBDocumentClient, beside: DynamoDBClient): Meter => {
  let usage: Usage | undefined;
  const shapes = new Map<string, Promise<TableShape>>();
  const shapeOf = (table: string): Promise<TableShape> => {
    const shape = shapes.get(table) ?? tableShape(beside, table);
    shapes.set(table, shape);
    return shape;
  };

  const read = async ({ table, holdsKey }: Target): Promise<Item | undefined> => {
    const { keys } = await shapeOf(table);
    const Key = Object.fromEntries(Object.entries(holdsKey).filter(([name]) => keys.includes(name)));
    const { Item } = await beside.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item;
  };

  const written = async (target: Target, before: Item | undefined, { largest }: Usage): Promise<number> => {
    const [after, { keys, indexes }] = await Promise.all([read(target), shapeOf(target.table)]);
    largest.set(target.table, Math.max(largest.get(target.table) ?? 0, after ? itemSize(after) : 0));
    return indexes.reduce(
      (units, index) =>
        units + indexWriteUnits(indexEntry(before, keys, index), indexEntry(after, keys, index), index),
      writeUnits(before, after, target.transactional),
    );
  };

  metered.middlewareStack.add(
    (next) => (args) =>
      next(usage ? { ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' } } : args),
    { step: 'initialize', name: 'AskForConsumedCapacity' },
  );
  // Inside the document client's own translation: requests and answers as they are on the wire, each attempt.
  metered.middlewareStack.addRelativeTo(
    (next: Send, context: { readonly commandName?: string }) => async (args: Request) => {
      if (!usage) return next(args);
      const into = usage;
      const command = String(context.commandName).replace(/Command$/, '');
      const targets = targetsOf(command, args.input);
      const before = await Promise.all(targets.map(read));
      addTo(into.requests, command, 1);
      try {
        const answer = await next(args);
        addReported(into, command, answer.output);
        into.computed.read += readUnitsOf(command, args.input, answer.output);
        const units = await Promise.all(targets.map((target, index) => written(target, before[index], into)));
        into.computed.write += units.reduce((sum, one) => sum + one, 0);
        return answer;
      } catch (error) {
        into.failed++;
        throw error;
      }
    },
    { relation: 'after', toMiddleware: 'DocumentUnmarshall', name: 'CountUnits' },
  );

  return {
    async measure(work) {
      const own = noUsage();
      usage = own;
      try {
        await work();
      } finally {
        usage = undefined;
      }
      if (own.failed > 0) throw new Error(`${own.failed} requests failed: what they cost is not known`);
      return own;
    },
  };
};
