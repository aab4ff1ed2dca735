import { listingStore } from '../dynamodb/listing-store.ts';
import { rosterStore } from '../dynamodb/roster-store.ts';
import { environment, once, sharedClient } from './process.ts';

/** One for all that a process does: they keep what they have read for a while. */
export const roster = once(() => rosterStore(sharedClient(), environment().MARKET_TABLE));
export const listings = once(() => listingStore(sharedClient(), environment().MARKET_TABLE));
