import Big from 'big.js';
import { type Bar, endOf, lastOf, type PathElement, startOf } from '../market/path.ts';
import { runAgenda } from './agenda.ts';
import { allowanceOf } from './allowance.ts';
import { type Leg, legKey } from './leg.ts';
import { followKey, legsOf, type Pass, sawFirst, showPoint } from './pass.ts';
import { readBothWays } from './readings.ts';
import { betterMark, levelAt } from './trailing.ts';

/** True where the bar stays on the side of the leg on which nothing happens. */
const isOutOfReach = (pass: Pass, leg: Leg, bar: Bar): boolean =>
  sawFirst(pass, leg) &&
  (leg.fires === 'below' ? bar.low > leg.level : leg.fires === 'above' ? bar.high < leg.level : false);

/** True where all that the bar can do to the trailing stop is to move its mark: then the mark has moved. */
const onlyMarks = (pass: Pass, leg: Leg, bar: Bar): boolean => {
  const { trade, mark } = pass;
  const key = followKey(trade);
  const { trailing } = trade.exits;
  if (key === undefined || !trailing || mark?.of !== key) return false;
  if (bar.closeTime <= pass.markedTo) return true;
  if (leg.armedAt > bar.openTime) return false;
  // As if the best price had come first: no order of the bar's prices puts the stop nearer.
  const best = betterMark(trade.direction, mark.price, trade.direction === 'long' ? bar.high : bar.low);
  const level = Number(levelAt(trade, trailing, best));
  if (trade.direction === 'long' ? bar.low <= level : bar.high >= level) return false;
  pass.mark = { of: key, price: best };
  return true;
};

/** True where the rest of a bar, after its open, does nothing but move a mark: a short cut, for most bars are such. */
const isQuiet = (pass: Pass, bar: Bar): boolean => {
  const legs = legsOf(pass);
  const follows = legs.find((leg) => leg.trailing !== undefined);
  return (
    legs.every((leg) => leg === follows || isOutOfReach(pass, leg, bar)) &&
    (follows === undefined || onlyMarks(pass, follows, bar))
  );
};

/** Tells an arming, and how far it has come, from the next. */
export const asArmed = (leg: Leg): string => `${legKey(leg)}|${leg.restFrom ?? ''}`;

/**
 * A print or sample. Several may share a millisecond: commands of that moment act after the last of them (rule 5.1), and
 * a leg that an earlier pass armed there has seen what of it came after, and must not see what came before.
 */
export const walkPoint = (
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
export const walkBar = (pass: Pass, bar: Bar): void => {
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

/** What an earlier pass has left of an element's allowance: of several prints of one moment it may be more, for fills do not tell which they took. */
const restOf = (pass: Pass, element: PathElement): Big | undefined => {
  const whole = allowanceOf(pass.trade, element);
  const taken = pass.trade.fills
    .filter(({ time }) => startOf(element) <= time && time <= endOf(element))
    .reduce<Big>((sum, { quantity }) => sum.plus(quantity), new Big(0));
  if (whole === undefined) return undefined;
  return taken.gt(whole) ? new Big(0) : whole.minus(taken);
};

/**
 * The end of an element that an earlier pass has walked: a command that came to be known after that acts here, and what it
 * arms sees this point, as it would have seen it then.
 */
export const walkLateCommands = (pass: Pass, element: PathElement): void => {
  const end = endOf(element);
  const known = new Set(legsOf(pass).map(legKey));
  const isNew = (leg: Leg) => leg.armedAt === end && !known.has(legKey(leg));
  pass.allowance = restOf(pass, element);
  runAgenda(
    pass,
    (at) => at <= end,
    () => showPoint(pass, lastOf(element), end, element, isNew),
  );
};
