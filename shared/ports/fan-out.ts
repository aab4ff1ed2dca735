import type { Shard } from './connections.ts';
import type { Publication } from './publication.ts';

/** Has others tell each part of the connections, all at once; nobody waits for them. */
export interface FanOut {
  send(publication: Publication, shards: readonly Shard[]): Promise<void>;
}
