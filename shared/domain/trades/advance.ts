import { type Bar, endOf, type PathElement, startOf } from '../market/path.ts';
import { runAgenda, supersedeRest } from './agenda.ts';
import type { TradeEvent } from './event.ts';
import { armedLegs, type Leg, legKey } from './leg.ts';
import { type Pass, type PathWindow, showPoint } from './pass.ts';
import { readBothWays } from './readings.ts';
import { isActive, type Trade } from './trade.ts';

const sawFirst = (pass: Pass, leg: Leg): boolean =>
  leg.armedAt <= pass.window.before || pass.seen.has(legKey(leg));

/** True where a bar can do nothing to these legs: each has seen a price, and none is within its range. */
const isQuiet = (pass: Pass, bar: Bar): boolean =>
  armedLegs(pass.trade).every(
    (leg) =>
      sawFirst(pass, leg) &&
      (leg.fires === 'below' ? bar.low > leg.level : leg.fires === 'above' ? bar.high < leg.level : false),
  );

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
  const sawThis = (leg: Leg) => leg.armedAt === time && armedBefore.has(legKey(leg));
  const sees = (leg: Leg) => leg.armedAt <= time && !sawThis(leg);
  for (const leg of armedLegs(pass.trade).filter(sawThis)) pass.seen.add(legKey(leg));
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
  if (!isQuiet(pass, bar)) readBothWays(pass, bar);
  runAgenda(pass, (at) => at <= bar.closeTime, showClose);
};

/** The armings that earlier passes made, each in a pass that went on to its own end. A request arms the entry alone. */
const armedByPasses = (trade: Trade): ReadonlySet<string> =>
  new Set(
    trade.status === 'open' || (trade.status === 'pending' && trade.triggeredAt !== undefined)
      ? armedLegs(trade).map(legKey)
      : [],
  );

/** The earliest moment at which anything can happen to this trade. */
const awakeFrom = (trade: Trade): number =>
  Math.min(...armedLegs(trade).map((leg) => leg.armedAt), ...trade.commands.map((command) => command.at));

/** A close that fills in the same pass is one event, not two: the fill says it all, and a row costs. */
const isWorthARow = (event: TradeEvent, index: number, events: readonly TradeEvent[]): boolean => {
  const next = events[index + 1];
  return !(
    event.type === 'close_armed' &&
    next?.type === 'exit_filled' &&
    next.fill.orderId === event.part?.id
  );
};

/**
 * What a window of the path does to a trade, in order; empty where nothing. Pure: the same trade and window give
 * the same events. Evaluating a part of the path again is harmless, for each leg sees only what came after its arming.
 */
export const advance = (trade: Trade, window: PathWindow): TradeEvent[] => {
  const pass: Pass = {
    trade,
    window,
    events: [],
    seen: new Set(),
    inside: new Set(),
    ambiguity: undefined,
  };
  if (!isActive(trade)) return [];
  const from = awakeFrom(trade);
  const armedBefore = armedByPasses(trade);
  for (const [index, element] of window.elements.entries()) {
    if (!isActive(pass.trade)) break;
    if (endOf(element) < from) continue;
    if (element.kind === 'bar') walkBar(pass, element);
    else {
      const next = window.elements[index + 1];
      walkPoint(pass, element, armedBefore, next === undefined || startOf(next) !== element.time);
    }
  }
  runAgenda(pass, (at) => at <= window.completeTo);
  if (!isActive(pass.trade)) supersedeRest(pass);
  return pass.events.filter(isWorthARow);
};
