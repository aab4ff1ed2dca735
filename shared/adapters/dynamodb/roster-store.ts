import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { EMPTY_ROSTER, type Roster, type RosterEntry } from '../../domain/market/roster.ts';
import type { RosterStore } from '../../ports/roster-store.ts';
import { storedSymbol } from './parse.ts';

const MINUTE = 60_000;
/** What a process has read serves it for so long, ms of the machine's clock. Far shorter than any entry's end. */
const KEPT_FOR = 5_000;

export const ROSTER_KEY = { pk: 'roster', sk: 'roster' } as const;

/** Symbol, slot, wantedUntil and goneAt in whole minutes (later rather than sooner), who began it. */
const row = z.tuple([storedSymbol, z.int(), z.int(), z.string(), z.int().optional()]);
const itemSchema = z.object({
  version: z.int(),
  entries: z.string().transform((text) => z.array(row).parse(JSON.parse(text))),
});

const toRow = ({ symbol, slot, wantedUntil, by, goneAt }: RosterEntry) => [
  symbol,
  slot,
  Math.ceil(wantedUntil / MINUTE),
  by,
  ...(goneAt === undefined ? [] : [Math.ceil(goneAt / MINUTE)]),
];

/** @throws ZodError where the item is corrupt */
const fromItem = (item: unknown): Roster => {
  const { version, entries } = itemSchema.parse(item);
  return {
    version,
    entries: entries.map(([symbol, slot, wantedUntil, by, goneAt]) => ({
      symbol,
      slot,
      wantedUntil: wantedUntil * MINUTE,
      by,
      ...(goneAt === undefined ? {} : { goneAt: goneAt * MINUTE }),
    })),
  };
};

/** The roster as one item: some thirty bytes a symbol. */
export const rosterStore = (
  client: DynamoDBDocumentClient,
  table: string,
  wall: () => number = Date.now,
): RosterStore => {
  let known: { readonly roster: Roster; readonly at: number } | undefined;
  const keep = (roster: Roster, at: number): Roster => {
    if (!known || known.roster.version <= roster.version) known = { roster, at };
    return roster;
  };
  const get = async (consistent: boolean): Promise<Roster> => {
    const at = wall();
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: ROSTER_KEY, ConsistentRead: consistent }),
    );
    return keep(Item ? fromItem(Item) : EMPTY_ROSTER, at);
  };
  return {
    async cached() {
      if (known && Math.abs(wall() - known.at) < KEPT_FOR) return known.roster;
      const read = await get(false);
      // An eventually consistent answer may be older than what this process has written itself.
      return known && known.roster.version > read.version ? known.roster : read;
    },
    read: () => get(true),
    async save(roster) {
      const { version, entries } = roster;
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...ROSTER_KEY, version: version + 1, entries: JSON.stringify(entries.map(toRow)) },
            ...(version === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :version',
                  ExpressionAttributeValues: { ':version': version },
                }),
          }),
        );
        keep({ version: version + 1, entries }, wall());
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    },
  };
};
