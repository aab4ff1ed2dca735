import type { ReviewPorts } from '../../application/review-roster.ts';
import { watchlistStore } from '../dynamodb/watchlist-store.ts';
import { bookPorts } from './books.ts';
import { environment, once, sharedClient } from './process.ts';

/** What the hourly job needs. */
export const reviewPorts = once(
  (): ReviewPorts => ({
    ...bookPorts(),
    watchlists: watchlistStore(sharedClient(), environment().USERS_TABLE),
  }),
);
