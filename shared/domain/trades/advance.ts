import { endOf, startOf } from '../market/path.ts';
import { runAgenda, supersedeRest } from './agenda.ts';
import { allowanceOf } from './allowance.ts';
import type { TradeEvent } from './event.ts';
import type { Evidence } from './fill.ts';
import { armedLegs, legKey } from './leg.ts';
import { followKey, type Pass, type PathWindow } from './pass.ts';
import { dailyCloseAt, timeOutAt } from './timing.ts';
import { isActive, type Trade } from './trade.ts';
import { betterMark, type MarkedTo } from './trailing.ts';
import { asArmed, walkBar, walkLateCommands, walkPoint } from './walk-element.ts';

/** The best and the worst price of a span; of a span without prices nothing. */
export interface Extremes {
  readonly low: number;
  readonly high: number;
}

export interface Advance {
  readonly events: readonly TradeEvent[];
  /** Of the trailing stop that follows the price at the end; undefined where none does, or it has seen nothing. */
  readonly marked: MarkedTo | undefined;
}

/** The armings that earlier passes made, each in a pass that went on to its own end. A request arms the entry alone. */
const armedByPasses = (trade: Trade): ReadonlySet<string> => {
  const isAsMade =
    trade.status === 'pending' && trade.triggeredAt === undefined && trade.entryArmedAt === undefined;
  return new Set(isAsMade ? [] : armedLegs(trade).map(asArmed));
};

/** The earliest moment at which anything can happen to this trade. */
const awakeFrom = (trade: Trade): number =>
  Math.min(
    ...armedLegs(trade).map((leg) => leg.armedAt),
    ...trade.commands.map((command) => command.at),
    // A trade without any leg may yet be closed by the clock.
    ...[timeOutAt(trade), dailyCloseAt(trade)].filter((at) => at !== undefined),
  );

const beginOf = ({ point }: Evidence): number => (point.kind === 'bar' ? point.openTime : point.time);

/**
 * A close that fills in the very element in which it is armed is one event, not two: the fill says it all, and a row costs. Of a
 * part only where it fills whole. In a later element it is two: a pass may end between, and events must not tell passes.
 */
const isWorthARow = (event: TradeEvent, index: number, events: readonly TradeEvent[]): boolean => {
  const next = events[index + 1];
  return !(
    event.type === 'close_armed' &&
    next?.type === 'exit_filled' &&
    next.fill.leg === 'close' &&
    next.fill.orderId === event.part?.id &&
    beginOf(next.fill.evidence) <= event.at &&
    (event.part === undefined || next.fill.quantity === event.part.quantity)
  );
};

/** What was armed by then has seen a price: before the window, or on what the trade walked in an earlier pass. */
const seenBefore = (trade: Trade, window: PathWindow): Set<string> => {
  const before = Math.max(window.before, trade.walkedTo ?? window.before);
  return new Set(
    armedLegs(trade)
      .filter((leg) => leg.armedAt <= before)
      .map(legKey),
  );
};

/** Where the pass begins: with the mark that the trade keeps, and what the record says of the time since. */
const begin = (
  trade: Trade,
  window: PathWindow,
  since: Extremes | undefined,
  payable: number | undefined,
): Pass => {
  const key = followKey(trade);
  const kept = trade.status === 'open' ? trade.trailing : undefined;
  const best = trade.direction === 'long' ? since?.high : since?.low;
  const mark = kept?.mark && best !== undefined ? betterMark(trade.direction, kept.mark, best) : kept?.mark;
  return {
    trade,
    window,
    events: [],
    markedTo: Math.max(window.before, kept?.markAt ?? window.before),
    seen: seenBefore(trade, window),
    inside: new Set(),
    spent: new Set(),
    allowance: undefined,
    mark: key !== undefined && mark !== undefined ? { of: key, price: mark } : undefined,
    ambiguity: undefined,
    payable,
    known: undefined,
  };
};

/** The mark as of the end of an element, where it is exact: its arming, or the last thing that happened. */
const markOf = (pass: Pass, at: number): MarkedTo | undefined => {
  const key = followKey(pass.trade);
  if (key === undefined || pass.mark?.of !== key) return undefined;
  return { mark: pass.mark.price, markAt: at, newest: pass.mark.price };
};

/**
 * What a window of the path does to a trade, in order; empty where nothing. Pure: the same trade and window give
 * the same events. Evaluating a part of the path again is harmless, for each leg sees only what came after its arming.
 * @param since extremes of the record between the trade's own mark and this window, where it follows the price
 * @param payable fills of the entry that the account can pay: the next ends the entry instead; absent: all
 */
export const walk = (trade: Trade, window: PathWindow, since?: Extremes, payable?: number): Advance => {
  const pass = begin(trade, window, since, payable);
  if (!isActive(trade)) return { events: [], marked: undefined };
  const from = awakeFrom(trade);
  const walkedTo = trade.walkedTo ?? -1;
  const armedBefore = armedByPasses(trade);
  let marked = markOf(pass, pass.markedTo);
  let counted = 0;
  for (const [index, element] of window.elements.entries()) {
    if (!isActive(pass.trade)) break;
    if (endOf(element) < Math.max(from, walkedTo)) continue;
    pass.spent.clear();
    pass.allowance = allowanceOf(pass.trade, element);
    const next = window.elements[index + 1];
    const isLast = next === undefined || startOf(next) > endOf(element);
    if (endOf(element) === walkedTo) {
      if (isLast) walkLateCommands(pass, element);
    } else if (element.kind === 'bar') walkBar(pass, element);
    else walkPoint(pass, element, armedBefore, isLast);
    const isNew =
      followKey(pass.trade) !== undefined && (marked === undefined || pass.events.length > counted);
    if (isLast && isNew) {
      marked = markOf(pass, endOf(element));
      counted = pass.events.length;
    }
  }
  runAgenda(pass, (at) => at <= window.completeTo);
  if (!isActive(pass.trade)) supersedeRest(pass);
  // What was armed anew after the last element has seen nothing.
  const newest = markOf(pass, 0);
  return {
    events: pass.events.filter(isWorthARow),
    marked: marked && newest ? { ...marked, newest: newest.mark } : undefined,
  };
};

/** The events alone. */
export const advance = (trade: Trade, window: PathWindow): TradeEvent[] => [...walk(trade, window).events];
