import { endOf } from '../domain/market/path.ts';
import { type Advance, type Extremes, walk } from '../domain/trades/advance.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import type { PathWindow } from '../domain/trades/pass.ts';
import type { Trade } from '../domain/trades/trade.ts';

/** What of a window can be settled at once, and up to where that is, ms. */
export interface Payable extends Advance {
  readonly completeTo: number;
  /** More has happened than one transaction holds. */
  readonly isCut?: true;
}

const entryFills = (events: readonly TradeEvent[]): number[] =>
  events.flatMap((event) => {
    if (event.type !== 'entry_filled') return [];
    const { point } = event.fill.evidence;
    return [point.kind === 'bar' ? point.closeTime : point.time];
  });

const upTo = (window: PathWindow, end: number): PathWindow => ({
  ...window,
  elements: window.elements.filter((element) => endOf(element) <= end),
  completeTo: end,
});

/** Log rows and fills that one transaction takes beside the trade and its account. */
const MOST_ROWS = 96;

const endOfEvent = (event: TradeEvent): number => {
  const evidence = 'fill' in event ? event.fill.evidence : 'evidence' in event ? event.evidence : undefined;
  if (!evidence) return event.at;
  return evidence.point.kind === 'bar' ? evidence.point.closeTime : evidence.point.time;
};

const rowsOf = (event: TradeEvent): number => ('fill' in event ? 2 : 1);

/** The moment up to which what happened fits one transaction; undefined where all of it does. */
export const fitsUpTo = (events: readonly TradeEvent[]): number | undefined => {
  let rows = 0;
  let fits: number | undefined;
  for (const [index, event] of events.entries()) {
    rows += rowsOf(event);
    if (rows > MOST_ROWS) return fits;
    const next = events[index + 1];
    if (next !== undefined && endOfEvent(next) > endOfEvent(event)) fits = endOfEvent(event);
  }
  return undefined;
};

/** As much of it as one transaction takes; the rest of the window goes on from there. */
const settleable = (
  trade: Trade,
  window: PathWindow,
  since: Extremes | undefined,
  payable: number | undefined,
): Payable => {
  const whole = { ...walk(trade, window, since, payable), completeTo: window.completeTo };
  const end = fitsUpTo(whole.events);
  if (end === undefined || end >= whole.completeTo) return whole;
  return { ...walk(trade, upTo(window, end), since, payable), completeTo: end, isCut: true };
};

/**
 * What a window does to a trade, as much as one transaction holds. One whose account has refused to pay for it: after the
 * first refusal only what happens up to the first part of the entry, and so on part by part, until a single part is refused:
 * there the entry ends, and the path goes on.
 * @param refused how often it was refused since something of the trade was written
 */
export const walkPayable = (
  trade: Trade,
  window: PathWindow,
  since: Extremes | undefined,
  refused: number,
): Payable => {
  if (refused === 0) return settleable(trade, window, since, undefined);
  const ends = entryFills(walk(trade, window, since).events);
  const [first] = ends;
  if (first === undefined) return settleable(trade, window, since, undefined);
  const together = ends.filter((end) => end === first).length;
  const isAlone = together === ends.length;
  if (!isAlone && refused === 1) return { ...walk(trade, upTo(window, first), since), completeTo: first };
  // Several parts of one moment are rare: twice as many less each time, so that the rounds suffice.
  const tries = isAlone ? refused : refused - 1;
  return settleable(trade, window, since, Math.max(0, together - 2 ** (tries - 1)));
};
