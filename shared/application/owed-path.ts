import { type BlindWindow, endOf, type PathElement, startOf } from '../domain/market/path.ts';
import { isImpossible } from '../domain/market/screen.ts';
import type { PathWindow } from '../domain/trades/pass.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { TickPorts } from './ports.ts';

/** Requests to a venue for one parked trade in one pass; what is left comes in the next. */
const MAX_SLICES = 20;
/** ms: a bar of a minute. */
const LONGEST_ELEMENT = 60_000;

/** Newest first: what was given up longer ago than these were takes no part in what is owed today. */
const BLIND_WINDOWS_READ = 200;

/** The pass screened its own elements; of what is owed, what was given up then as no price is none now. */
const screened = async (
  ports: TickPorts,
  { venue, symbol }: Trade,
  elements: readonly PathElement[],
): Promise<PathElement[]> => {
  const blind = await ports.market.blindWindows(BLIND_WINDOWS_READ);
  const given: BlindWindow[] = blind.filter(
    (window) => window.reason === 'suspect_price' && window.venue === venue && window.symbol === symbol,
  );
  const isGiven = (element: PathElement) =>
    given.some(({ from, to }) => startOf(element) >= from && endOf(element) <= to);
  return elements.filter((element) => !isImpossible(element) && !isGiven(element));
};

/**
 * The window over which a trade is evaluated: the pass's own, or for a parked trade one that begins where its
 * evaluation stopped. It ends before the pass's own does where the venue has more than one pass asks for; undefined
 * where the venue gives nothing now: the trade stays parked.
 */
export const owedWindow = async (
  ports: TickPorts,
  trade: Trade,
  window: PathWindow,
): Promise<PathWindow | undefined> => {
  const from = trade.evaluatedTo;
  if (from === undefined || from >= window.before) return window;
  const venue = ports.venues.find(({ id }) => id === trade.venue);
  if (!venue) return undefined;
  const elements: PathElement[] = [];
  // The mark may lie within a bar, which is then owed as a whole.
  let next = from + 1 - LONGEST_ELEMENT;
  for (let slice = 0; slice < MAX_SLICES && next <= window.completeTo; slice++) {
    const [answer] = await venue.paths([{ symbol: trade.symbol, from: next }]);
    if (!answer || 'error' in answer) break;
    elements.push(...answer.slice.elements);
    next = answer.slice.completeTo + 1;
    if (!answer.slice.more) break;
  }
  const completeTo = Math.min(next - 1, window.completeTo);
  if (completeTo <= from) return undefined;
  const owed = elements.filter((element) => endOf(element) > from && endOf(element) <= completeTo);
  return { ...window, elements: await screened(ports, trade, owed), before: from, completeTo };
};
