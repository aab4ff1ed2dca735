import { endOf } from '../domain/market/path.ts';
import { type Advance, type Extremes, walk } from '../domain/trades/advance.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import type { PathWindow } from '../domain/trades/pass.ts';
import type { Trade } from '../domain/trades/trade.ts';

/** What of a window can be settled at once, and up to where that is, ms. */
export interface Payable extends Advance {
  readonly completeTo: number;
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

/**
 * What a window does to a trade whose account has refused to pay for it: after the first refusal only what happens up to the
 * first part of the entry, and so on part by part, until a single part is refused: there the entry ends, and the path goes on.
 * @param refused how often it was refused since something of the trade was written
 */
export const walkPayable = (
  trade: Trade,
  window: PathWindow,
  since: Extremes | undefined,
  refused: number,
): Payable => {
  const whole = walk(trade, window, since);
  const ends = entryFills(whole.events);
  const [first] = ends;
  if (refused === 0 || first === undefined) return { ...whole, completeTo: window.completeTo };
  const together = ends.filter((end) => end === first).length;
  const isAlone = together === ends.length;
  if (!isAlone && refused === 1) return { ...walk(trade, upTo(window, first), since), completeTo: first };
  // Several parts of one moment are rare: twice as many less each time, so that the rounds suffice.
  const tries = isAlone ? refused : refused - 1;
  const payable = Math.max(0, together - 2 ** (tries - 1));
  return { ...walk(trade, window, since, payable), completeTo: window.completeTo };
};
