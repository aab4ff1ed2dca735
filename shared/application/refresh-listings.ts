import type { VenueId } from '../domain/market/symbol.ts';
import { FeedError } from '../ports/venue.ts';
import type { TickPorts } from './ports.ts';

const DAY = 24 * 3_600_000;
/** A venue that did not answer is asked again after this long, ms; sooner where it never has, for what it may list waits. */
const RETRY_AFTER = 300_000;
const FIRST_RETRY_AFTER = 60_000;

/** When a venue is to be asked again, as far as this process knows, ms of the market's time. */
export type AskAgain = Map<VenueId, number>;

/**
 * What each venue trades, once a day and at the first start: so that a request can tell whether a symbol can be followed without
 * asking an exchange. Stops no tick: a venue that does not answer is left alone for some minutes.
 * @param askAgain kept by the process: a tick that has nothing to do here reads nothing
 */
export const refreshListings = async (ports: TickPorts, askAgain: AskAgain, now: number): Promise<void> => {
  // A moment from the future was set by a clock that has been put right since, or in a replay before it began anew.
  const isDue = ({ id }: { id: VenueId }) => {
    const at = askAgain.get(id);
    return at === undefined || now >= at || at > now + DAY;
  };
  const due = ports.venues.filter(isDue);
  if (due.length === 0) return;
  const known = new Map((await ports.listings.all()).map(({ venue, at }) => [venue, at]));
  for (const venue of due) {
    const at = known.get(venue.id);
    if (at !== undefined && at <= now && now - at < DAY) {
      askAgain.set(venue.id, at + DAY);
      continue;
    }
    try {
      await ports.listings.put({ venue: venue.id, at: now, instruments: await venue.listing() });
      askAgain.set(venue.id, now + DAY);
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      const pause = at === undefined ? FIRST_RETRY_AFTER : RETRY_AFTER;
      askAgain.set(venue.id, now + Math.max(pause, error.retryAfterMs ?? 0));
      ports.report('listing_not_refreshed', { venue: venue.id, reason: error.message });
    }
  }
};
