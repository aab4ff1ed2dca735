import type { WriteLimiter } from '../../ports/write-limiter.ts';
import { writeLimiter } from '../dynamodb/write-limiter.ts';
import { environment, once, sharedClient } from './process.ts';

/** Of the writes of each user; undefined where the environment sets no limit. */
export const writes = once((): WriteLimiter | undefined => {
  const { USERS_TABLE, WRITES_PER_SECOND: perSecond, WRITE_BURST: burst } = environment();
  return perSecond === 0 ? undefined : writeLimiter(sharedClient(), USERS_TABLE, { perSecond, burst });
});
