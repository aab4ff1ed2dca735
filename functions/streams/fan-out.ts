import { marketNewsPorts, parseFanOut, streamPorts } from '../../shared/adapters/runtime/fan-out.ts';
import { publishTo } from '../../shared/application/stream/publish.ts';
import { answerer } from './questions.ts';

/** Tells one part of the connections; invoked once for each part, all at the same time. */
export const handler = async (event: unknown): Promise<void> => {
  const { publication, shard } = parseFanOut(event);
  await publishTo(streamPorts(), publication, answerer(marketNewsPorts(), Date.now), shard);
};
