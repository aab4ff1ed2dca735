import type { Settings } from '../../shared/application/ports.ts';
import type { VenueId } from '../../shared/domain/market/symbol.ts';

/** The preferred feed: what the market of this installation is called. */
export const marketSource = (settings: Settings): VenueId => {
  const [first] = settings.feeds;
  if (first === undefined) throw new Error('the settings name no feed');
  return first;
};
