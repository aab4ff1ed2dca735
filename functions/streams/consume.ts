import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import type { Settings } from '../../shared/application/ports.ts';
import { atOnce } from '../../shared/application/stream/at-once.ts';
import type { Answer } from '../../shared/application/stream/messages-for.ts';
import { publish } from '../../shared/application/stream/publish.ts';
import type { PublishPorts } from '../../shared/application/stream/stream-ports.ts';
import { cutUser, type OwnMessage, tellUser } from '../../shared/application/stream/tell-user.ts';
import type { Change } from '../../shared/ports/changes.ts';
import { marketNews } from './market-news.ts';
import { ownNews } from './own-news.ts';

/** Users told at a time, each of whom has twenty connections at most. */
const USERS_AT_ONCE = 10;

export interface Consumer {
  readonly ports: PublishPorts;
  readonly settings: Settings;
  /** Of one publication. */
  readonly answerer: () => Answer;
  readonly readChange: (record: unknown) => {
    readonly sequence: string;
    readonly change: Change | undefined;
  };
  readonly logger: Pick<Logger, 'error' | 'warn'>;
}

interface Placed {
  readonly sequence: string;
  readonly change: Change;
}

const eventSchema = z.object({ Records: z.array(z.unknown()) });

const CUTS = new Set<Change['kind']>(['key_revoked', 'sessions_ended', 'user_erased']);

const cutFor = ({ ports }: Consumer, change: Change): Promise<void> => {
  if (change.kind === 'key_revoked')
    return cutUser(ports, change.userId, 'key_revoked', ({ keyId }) => keyId === change.keyId);
  // A key is no session. A ticket made since then is that of a later sign-in.
  if (change.kind === 'sessions_ended')
    return cutUser(
      ports,
      change.userId,
      'signed_out',
      ({ keyId, madeAt }) => keyId === '' && madeAt < change.from,
    );
  if (change.kind === 'user_erased') return cutUser(ports, change.userId, 'user_erased', () => true);
  return Promise.resolve();
};

/**
 * What is a user's own, user by user: the records of one in their order, as the stream has them.
 * @returns the records that could not be told
 */
const tellOwners = async ({ ports, logger }: Consumer, placed: readonly Placed[]): Promise<string[]> => {
  const told = placed.flatMap(({ sequence, change }) => {
    const news = ownNews(change);
    return news ? [{ sequence, ...news }] : [];
  });
  // A connection is written at least a round trip before it subscribes: by then a read of any kind shows that there is one.
  if (told.length === 0 || !(await ports.connections.isAnybodyThere())) return [];
  const failed: string[] = [];
  await atOnce([...Map.groupBy(told, ({ userId }) => userId)], USERS_AT_ONCE, async ([userId, own]) => {
    const messages: OwnMessage[] = own.flatMap((one) => one.messages);
    try {
      await tellUser(ports, userId, messages);
    } catch (error) {
      logger.error('a user could not be told', error as Error);
      failed.push(...own.map(({ sequence }) => sequence));
    }
  });
  return failed;
};

/** All records at once: those that arrived while the ones before were told are told together. */
const tellAll = async (
  { ports, settings, answerer, logger }: Consumer,
  placed: readonly Placed[],
): Promise<string[]> => {
  try {
    await publish(
      ports,
      marketNews(
        settings,
        placed.map(({ change }) => change),
        ports.clock(),
      ),
      answerer(),
    );
    return [];
  } catch (error) {
    logger.error('nobody could be told', error as Error);
    return placed.map(({ sequence }) => sequence);
  }
};

/** The earliest of these: Lambda goes on from there, and what is told again changes nothing. */
const earliest = (sequences: readonly string[]): string | undefined =>
  sequences.toSorted((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1))[0];

/** A batch of records of one table's stream. What cannot be read is logged and left out, and stops nothing. */
export const consume = (consumer: Consumer) => async (event: unknown) => {
  const { logger } = consumer;
  const placed = eventSchema.parse(event).Records.flatMap((record): Placed[] => {
    try {
      const { sequence, change } = consumer.readChange(record);
      if (change?.kind !== 'corrupt') return change ? [{ sequence, change }] : [];
      logger.error('corrupt item', { key: change.key, reason: change.reason });
    } catch (error) {
      logger.error('no record of a stream', error as Error);
    }
    return [];
  });
  const isFor = (kinds: readonly Change['kind'][]) =>
    placed.filter(({ change }) => kinds.includes(change.kind));
  const failed: string[] = [];
  for (const { sequence, change } of placed.filter(({ change }) => CUTS.has(change.kind))) {
    try {
      await cutFor(consumer, change);
    } catch (error) {
      logger.error('connections could not be cut', error as Error);
      failed.push(sequence);
    }
  }
  const market = isFor(['tick', 'minutes', 'board']);
  if (market.length > 0) failed.push(...(await tellAll(consumer, market)));
  failed.push(...(await tellOwners(consumer, isFor(['trade', 'account']))));
  const first = earliest(failed);
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
};
