import { type Bar, endOf, type PathElement } from '../market/path.ts';
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

const walkPoint = (pass: Pass, element: Exclude<PathElement, Bar>): void => {
  const { time, price } = element;
  const show = () => showPoint(pass, price, time, element, (leg) => leg.armedAt <= time);
  runAgenda(pass, (at) => at < time);
  show();
  runAgenda(pass, (at) => at <= time, show);
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

/** The earliest moment at which anything can happen to this trade. */
const awakeFrom = (trade: Trade): number =>
  Math.min(...armedLegs(trade).map((leg) => leg.armedAt), ...trade.commands.map((command) => command.at));

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
  for (const element of window.elements) {
    if (!isActive(pass.trade)) break;
    if (endOf(element) < from) continue;
    if (element.kind === 'bar') walkBar(pass, element);
    else walkPoint(pass, element);
  }
  runAgenda(pass, (at) => at <= window.completeTo);
  if (!isActive(pass.trade)) supersedeRest(pass);
  return pass.events;
};
