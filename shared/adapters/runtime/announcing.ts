import { armingNotices } from '../dynamodb/arming-notices.ts';
import { roster } from './caches.ts';
import { environment, once, sharedClient } from './process.ts';

/** What requests arm, they announce to the ticks. */
export const announcing = once(() => {
  const { MARKET_TABLE, SYMBOLS } = environment();
  const notices = armingNotices(sharedClient(), MARKET_TABLE);
  return { notices, symbols: SYMBOLS, roster: roster(), wall: Date.now };
});
