import { type Bar, endOf, type PathElement, startOf } from '../market/path.ts';
import { runAgenda, supersedeRest } from './agenda.ts';
import { allowanceOf } from './allowance.ts';
import type { TradeEvent } from './event.ts';
import type { Evidence } from './fill.ts';
import { armedLegs, type Leg, legKey } from './leg.ts';
import { followKey, legsOf, type Pass, type PathWindow, sawFirst, showPoint } from './pass.ts';
import { readBothWays } from './readings.ts';
import { dailyCloseAt, timeOutAt } from './timing.ts';
import { isActive, type Trade } from './trade.ts';
import { betterMark, levelAt, type MarkedTo } from './trailing.ts';

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

/** True where a bar can do nothing to these legs: each has seen a price, and none is within its range. */
const isQuiet = (pass: Pass, bar: Bar): boolean =>
  legsOf(pass).every(
    (leg) =>
      leg.trailing === undefined &&
      sawFirst(pass, leg) &&
      (leg.fires === 'below' ? bar.low > leg.level : leg.fires === 'above' ? bar.high < leg.level : false),
  );

/** True where all that a bar can do is to move the mark of the trailing stop, and there is no more to it. */
const onlyMarks = (pass: Pass, bar: Bar): boolean => {
  const { trade } = pass;
  const key = followKey(trade);
  const { trailing } = trade.exits;
  if (key === undefined || !trailing || pass.mark?.of !== key || trade.status !== 'open') return false;
  // As if the best price had come first: no order of the bar's prices puts the stop nearer.
  const best = betterMark(trade.direction, pass.mark.price, trade.direction === 'long' ? bar.high : bar.low);
  const level = Number(levelAt(trade, trailing, best));
  const isFar = trade.direction === 'long' ? bar.low > level : bar.high < level;
  const others = legsOf(pass).filter((leg) => leg.trailing === undefined);
  const areQuiet = others.every(
    (leg) =>
      sawFirst(pass, leg) &&
      (leg.fires === 'below' ? bar.low > leg.level : leg.fires === 'above' ? bar.high < leg.level : false),
  );
  if (!isFar || !areQuiet) return false;
  const leg = legsOf(pass).find(({ trailing: follows }) => follows !== undefined);
  const isWhole = leg !== undefined && leg.armedAt <= bar.openTime && bar.closeTime > pass.markedTo;
  if (isWhole) pass.mark = { of: key, price: best };
  return isWhole || bar.closeTime <= pass.markedTo;
};

const asArmed = (leg: Leg): string => `${legKey(leg)}|${leg.restFrom ?? ''}`;

/**
 * A print or sample. Several may share a millisecond: commands of that moment act after the last of them (rule 5.1), and
 * a leg that an earlier pass armed there has seen what of it came after, and must not see what came before.
 */
const walkPoint = (
  pass: Pass,
  element: Exclude<PathElement, Bar>,
  armedBefore: ReadonlySet<string>,
  isLastOfMoment: boolean,
): void => {
  const { time, price } = element;
  const sawThis = (leg: Leg) =>
    (leg.armedAt === time || leg.restFrom === time) && armedBefore.has(asArmed(leg));
  const sees = (leg: Leg) => leg.armedAt <= time && !sawThis(leg);
  for (const leg of legsOf(pass).filter(sawThis)) pass.seen.add(legKey(leg));
  const show = () => showPoint(pass, price, time, element, sees);
  runAgenda(pass, (at) => at < time);
  show();
  if (isLastOfMoment) runAgenda(pass, (at) => at <= time, show);
};

/** A bar: its open, the commands inside it, the rest of it both ways, the commands at its close (rules 1.2, 5.1). */
const walkBar = (pass: Pass, bar: Bar): void => {
  const showOpen = () => showPoint(pass, bar.open, bar.openTime, bar, (leg) => leg.armedAt <= bar.openTime);
  const showClose = () =>
    showPoint(pass, bar.close, bar.closeTime, bar, (leg) => leg.armedAt === bar.closeTime);
  runAgenda(pass, (at) => at < bar.openTime);
  showOpen();
  runAgenda(pass, (at) => at <= bar.openTime, showOpen);
  runAgenda(pass, (at) => at < bar.closeTime);
  if (!isQuiet(pass, bar) && !onlyMarks(pass, bar)) readBothWays(pass, bar);
  runAgenda(pass, (at) => at <= bar.closeTime, showClose);
};

/** The armings that earlier passes made, each in a pass that went on to its own end. A request arms the entry alone. */
const armedByPasses = (trade: Trade): ReadonlySet<string> =>
  new Set(
    trade.status === 'open' || (trade.status === 'pending' && trade.triggeredAt !== undefined)
      ? armedLegs(trade).map(asArmed)
      : [],
  );

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

/** Where the pass begins: with the mark that the trade keeps, and what the record says of the time since. */
const begin = (trade: Trade, window: PathWindow, since: Extremes | undefined): Pass => {
  const key = followKey(trade);
  const kept = trade.status === 'open' ? trade.trailing : undefined;
  const best = trade.direction === 'long' ? since?.high : since?.low;
  const mark = kept?.mark && best !== undefined ? betterMark(trade.direction, kept.mark, best) : kept?.mark;
  return {
    trade,
    window,
    events: [],
    before: Math.max(window.before, trade.walkedTo ?? window.before),
    markedTo: Math.max(window.before, kept?.markAt ?? window.before),
    seen: new Set(),
    inside: new Set(),
    spent: new Set(),
    allowance: undefined,
    mark: key !== undefined && mark !== undefined ? { of: key, price: mark } : undefined,
    ambiguity: undefined,
  };
};

/** The mark as of the end of an element, where it is exact: its arming, or the last thing that happened. */
const markOf = (pass: Pass, at: number): MarkedTo | undefined => {
  const key = followKey(pass.trade);
  return key !== undefined && pass.mark?.of === key ? { mark: pass.mark.price, markAt: at } : undefined;
};

/**
 * What a window of the path does to a trade, in order; empty where nothing. Pure: the same trade and window give
 * the same events. Evaluating a part of the path again is harmless, for each leg sees only what came after its arming.
 * @param since extremes of the record between the trade's own mark and this window, where it follows the price
 */
export const walk = (trade: Trade, window: PathWindow, since?: Extremes): Advance => {
  const pass = begin(trade, window, since);
  if (!isActive(trade)) return { events: [], marked: undefined };
  const from = awakeFrom(trade);
  const armedBefore = armedByPasses(trade);
  let marked = markOf(pass, pass.markedTo);
  let counted = 0;
  for (const [index, element] of window.elements.entries()) {
    if (!isActive(pass.trade)) break;
    if (endOf(element) < from || endOf(element) <= (trade.walkedTo ?? -1)) continue;
    pass.spent.clear();
    pass.allowance = allowanceOf(pass.trade, element);
    const next = window.elements[index + 1];
    const isLast = next === undefined || startOf(next) > endOf(element);
    if (element.kind === 'bar') walkBar(pass, element);
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
  return {
    events: pass.events.filter(isWorthARow),
    // What was armed anew after the last element has seen nothing.
    marked: markOf(pass, 0) === undefined ? undefined : marked,
  };
};

/** The events alone. */
export const advance = (trade: Trade, window: PathWindow): TradeEvent[] => [...walk(trade, window).events];
