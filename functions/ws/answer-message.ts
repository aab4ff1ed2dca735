import type { BookPorts, MarketNewsPorts } from '../../shared/application/ports.ts';
import type { StreamPorts } from '../../shared/application/stream/stream-ports.ts';
import { watchSymbols } from '../../shared/application/stream/watch-symbols.ts';
import type { ParsedClientMessage } from '../../shared/contract/messages/client.ts';
import { LIMITS } from '../../shared/contract/messages/limits.ts';
import type { ServerMessage } from '../../shared/contract/messages/server.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { type Channel, channelName } from '../../shared/domain/stream/channel.ts';
import type { Connection } from '../../shared/ports/connections.ts';
import type { WriteLimiter } from '../../shared/ports/write-limiter.ts';
import { HttpProblem } from '../middleware/http-problem.ts';
import { balance, closePosition, executeTrade, positions } from './commands.ts';
import { snapshotsOf } from './snapshots.ts';

export interface MessagePorts {
  readonly stream: StreamPorts;
  readonly books: BookPorts & MarketNewsPorts;
  /** Of the writes of each user; undefined: no limit. */
  readonly limiter: WriteLimiter | undefined;
}

/** A message that could not be obeyed, by a code that HTTP does not have. */
export class MessageProblem extends Error {
  override readonly name = 'MessageProblem';
  readonly code: 'not_available' | 'too_many_channels';

  constructor(code: MessageProblem['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Messages, as they come to be known: the first of them is sent before the last is read. */
type Answers = AsyncGenerator<ServerMessage>;
type Handler = (
  ports: MessagePorts,
  connection: Connection,
  message: ParsedClientMessage,
  now: number,
) => Answers;

/** Has not written too often: counted together with what comes over HTTP. */
const withinLimit = async ({ limiter, stream }: MessagePorts, { userId }: Connection): Promise<void> => {
  const answer = await limiter?.take(userId, stream.clock());
  if (!answer || answer.verdict === 'go') return;
  if (answer.verdict === 'no_user') throw new HttpProblem('unauthorized', 'this user has been deleted');
  const seconds = Math.max(1, Math.ceil(answer.ms / 1_000));
  throw new HttpProblem('rate_limited', `too many writes: nothing was done; wait ${seconds} s`, [], seconds);
};

/** May trade, and has not traded too often: the same rules as over HTTP. */
const mayWrite = async (ports: MessagePorts, connection: Connection): Promise<void> => {
  if (!connection.scopes.includes('trade'))
    throw new HttpProblem('missing_scope', 'this needs a credential with the scope "trade"');
  await withinLimit(ports, connection);
};

/** What every answer shows of channels is their names, each once. */
const namesOf = (message: ParsedClientMessage & { type: 'subscribe' | 'unsubscribe' }): string[] => [
  ...new Set(message.channels.map(channelName)),
];

/** What a watcher begins is followed before it is subscribed to; a refusal names channels, and leaves everything as it is. */
const beginFeeds = async (
  ports: MessagePorts,
  connection: Connection,
  channels: readonly Channel[],
  now: number,
): Promise<void> => {
  const watched = await watchSymbols(ports.books, channels, {
    userId: connection.userId,
    now,
    mayBegin: () => withinLimit(ports, connection),
  });
  if (watched.ok) return;
  const { code, message, violations } = watched.problem;
  throw new HttpProblem(code, message, violations);
};

const subscribe: Handler = async function* (ports, connection, message, now) {
  if (message.type !== 'subscribe') return;
  const { stream, books } = ports;
  const most = LIMITS.channelsPerConnection;
  const channels = namesOf(message);
  const tooMany = new MessageProblem(
    'too_many_channels',
    `a connection has at most ${most} channels: none was added`,
  );
  if (new Set([...connection.channels, ...channels]).size > most) throw tooMany;
  await beginFeeds(ports, connection, message.channels, now);
  // Written before it is read: whatever changes from here on is told, and what the snapshot shows already is seen by its sequence.
  const outcome = await stream.connections.subscribe(connection, channels, most);
  if (outcome === 'too_many') throw tooMany;
  // It was ended meanwhile: nobody is there to be answered.
  if (outcome === 'gone') return;
  yield { type: 'subscribed', id: message.id, channels };
  const reader = { ports: books, userId: connection.userId, now };
  const distinct = new Map(message.channels.map((channel) => [channelName(channel), channel]));
  const reads = [...distinct.values()].map((channel) => snapshotsOf(reader, channel));
  // One that fails is waited for in its turn: until then nobody must take it for unhandled.
  for (const read of reads) read.catch(() => undefined);
  for (const read of reads) yield* await read;
};

/** What a message is answered with. @throws HttpProblem, MessageProblem, and what use cases throw */
export const answerMessage: Handler = async function* (ports, connection, message, now) {
  const asking = { ports: ports.books, userId: connection.userId, now };
  switch (message.type) {
    case 'ping':
      yield { type: 'pong', id: message.id, time: moment(now) };
      return;
    case 'subscribe':
      yield* subscribe(ports, connection, message, now);
      return;
    case 'unsubscribe': {
      const channels = namesOf(message);
      await ports.stream.connections.unsubscribe(connection, channels);
      yield { type: 'unsubscribed', id: message.id, channels };
      return;
    }
    case 'get_positions':
      yield await positions(asking, message);
      return;
    case 'get_balance':
      yield await balance(asking, message);
      return;
    case 'execute_trade':
      await mayWrite(ports, connection);
      yield await executeTrade(asking, message);
      return;
    case 'close_position':
      await mayWrite(ports, connection);
      yield await closePosition(asking, message);
      return;
    default:
      throw new MessageProblem('not_available', `${message.type} does not exist here yet`);
  }
};
