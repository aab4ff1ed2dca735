import { endOf } from '../domain/market/path.ts';
import type { PathWindow } from '../domain/trades/pass.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { TickPorts } from './ports.ts';

/** Requests to a venue for one parked trade in one pass; what is left comes in the next. */
const MAX_SLICES = 20;

/**
 * The window over which a trade is evaluated: the pass's own, or for a parked trade one that begins where its
 * evaluation stopped. Undefined where the venue cannot give that now: the trade stays parked.
 */
export const owedWindow = async (
  ports: TickPorts,
  trade: Trade,
  window: PathWindow,
): Promise<PathWindow | undefined> => {
  const from = trade.evaluatedTo;
  const first = window.elements[0];
  if (from === undefined || (first && endOf(first) <= from)) return window;
  const venue = ports.venues.find(({ id }) => id === trade.venue);
  if (!venue) return undefined;
  const elements: PathWindow['elements'][number][] = [];
  let next = from + 1;
  for (let slice = 0; slice < MAX_SLICES && next <= window.completeTo; slice++) {
    const [answer] = await venue.paths([{ symbol: trade.symbol, from: next }]);
    if (!answer || 'error' in answer) return undefined;
    elements.push(...answer.slice.elements.filter((element) => endOf(element) <= window.completeTo));
    next = answer.slice.completeTo + 1;
    if (!answer.slice.more) break;
  }
  return next <= window.completeTo ? undefined : { ...window, elements, before: from };
};
