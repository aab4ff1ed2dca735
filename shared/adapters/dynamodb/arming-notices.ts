import { type DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Armed, bothArmed, NOTHING_ARMED } from '../../domain/trades/nearest.ts';
import { type ArmingNotices, epochOf } from '../../ports/arming-notices.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { expiresIn } from './market-keys.ts';
import { isLast, isRetryable, jitter, sleep } from './retry.ts';

/** Far longer than a memory without them is trusted: nothing that is still needed expires. */
const DAYS_KEPT = 2;
/** Each refusal means that somebody else has widened the same notice meanwhile. */
const MAX_TRIES = 10;

const keyOf = (batch: number, epoch: number) => ({
  pk: `armed#${String(batch).padStart(4, '0')}`,
  sk: String(epoch).padStart(9, '0'),
});

/** One attribute for each side of each market, `below#<market>`, and `due`: numbers that only ever come nearer. */
const itemSchema = z.object({ sk: z.string() }).catchall(z.union([z.number(), z.string()]));

const fromItem = (item: unknown): Armed => {
  const { sk: _, pk: __, ttl: ___, due, ...sides } = itemSchema.parse(item);
  return Object.entries(sides).reduce<Armed>(
    (armed, [name, value]) => {
      const at = Number(value);
      const near = name.startsWith('below#') ? { below: at, above: null } : { below: null, above: at };
      return bothArmed(armed, { nearest: new Map([[name.slice('below#'.length), near]]), dueAt: null });
    },
    { ...NOTHING_ARMED, dueAt: due === undefined ? null : Number(due) },
  );
};

interface Attribute {
  readonly name: string;
  readonly value: number;
  /** How what is there compares where it has to give way. */
  readonly giveWay: '<' | '>';
}

const isNearer = (value: number, than: number | null, giveWay: Attribute['giveWay']): boolean =>
  than === null || (giveWay === '<' ? than < value : than > value);

/** What these notices say beyond those that are there. */
const beyond = (wanted: Armed, known: Armed): Attribute[] => {
  const attributes: Attribute[] = [];
  const add = (name: string, value: number | null, there: number | null, giveWay: Attribute['giveWay']) => {
    if (value !== null && isNearer(value, there, giveWay)) attributes.push({ name, value, giveWay });
  };
  for (const [market, near] of wanted.nearest) {
    const there = known.nearest.get(market);
    add(`below#${market}`, near.below, there?.below ?? null, '<');
    add(`above#${market}`, near.above, there?.above ?? null, '>');
  }
  add('due', wanted.dueAt, known.dueAt, '>');
  return attributes;
};

const updateOf = (table: string, key: Record<string, string>, attributes: readonly Attribute[]) =>
  new UpdateCommand({
    TableName: table,
    Key: key,
    UpdateExpression: `SET #ttl = :ttl, ${attributes.map((_, n) => `#a${n} = :a${n}`).join(', ')}`,
    ConditionExpression: attributes
      .map(({ giveWay }, n) => `(attribute_not_exists(#a${n}) OR #a${n} ${giveWay} :a${n})`)
      .join(' AND '),
    ExpressionAttributeNames: {
      '#ttl': 'ttl',
      ...Object.fromEntries(attributes.map(({ name }, n) => [`#a${n}`, name])),
    },
    ExpressionAttributeValues: {
      ':ttl': expiresIn(DAYS_KEPT),
      ...Object.fromEntries(attributes.map(({ value }, n) => [`:a${n}`, value])),
    },
  });

/**
 * Notices in the market's table, an item for each batch and epoch. What this process has seen there it need not say
 * again: a notice never gets narrower, so that what was seen, however long ago, is less than what is there.
 */
export const armingNotices = (client: DynamoDBDocumentClient, table: string): ArmingNotices => {
  const seen = new Map<number, { epoch: number; armed: Armed }>();
  const see = (batch: number, epoch: number, armed: Armed): void => {
    const before = seen.get(batch);
    if (before && before.epoch > epoch) return;
    seen.set(batch, {
      epoch,
      armed: before?.epoch === epoch ? bothArmed(before.armed, armed) : armed,
    });
  };
  const look = async (batch: number, epoch: number, consistent: boolean): Promise<Armed> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: keyOf(batch, epoch), ConsistentRead: consistent }),
    );
    const armed = Item ? fromItem(Item) : NOTHING_ARMED;
    see(batch, epoch, armed);
    return armed;
  };
  const knownOf = (batch: number, epoch: number): Armed | undefined => {
    const there = seen.get(batch);
    return there?.epoch === epoch ? there.armed : undefined;
  };

  /** False where another has changed the notice since it was seen. */
  const widen = async (batch: number, epoch: number, wanted: Armed, known: Armed): Promise<boolean> => {
    const attributes = beyond(wanted, known);
    if (attributes.length === 0) return true;
    try {
      await client.send(updateOf(table, keyOf(batch, epoch), attributes));
      see(batch, epoch, bothArmed(known, wanted));
      return true;
    } catch (error) {
      const isRefused = error instanceof Error && error.name === 'ConditionalCheckFailedException';
      if (!isRefused && (!isRetryable(error) || isLast(error, 0))) throw error;
      return false;
    }
  };

  return {
    async announce(batch, armed, at) {
      const epoch = epochOf(at);
      if (beyond(armed, NOTHING_ARMED).length === 0) return;
      let known = knownOf(batch, epoch) ?? (await look(batch, epoch, false));
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        if (await widen(batch, epoch, armed, known)) return;
        await sleep(jitter(attempt));
        known = await look(batch, epoch, true);
      }
      throw new StoreUnavailableError(`what is armed in batch ${batch} could not be announced`);
    },

    async since(batch, epoch) {
      const found = new Map<number, Armed>();
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :batch AND sk >= :first',
        ExpressionAttributeValues: { ':batch': keyOf(batch, epoch).pk, ':first': keyOf(batch, epoch).sk },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const item of Items) {
          const at = Number(item.sk);
          found.set(at, fromItem(item));
          see(batch, at, fromItem(item));
        }
      return found;
    },
  };
};
