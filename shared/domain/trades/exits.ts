import Big from 'big.js';
import { compare, type Price, price, quantity, toStep } from '../money/decimal.ts';
import type { Evidence, Fill } from './fill.ts';
import { lotOf } from './lot.ts';
import type { ArmedTarget, ExitChanges, Exits, OpenTrade, Target } from './trade.ts';

/** Where the trade goes on after an element of the path of which it took a part (fill rules, 9.4). ms */
export const restFromOf = ({ point }: Evidence): number =>
  point.kind === 'bar' ? point.closeTime + 1 : point.time;

/** A value sets, null removes, absent leaves. */
export const changedExits = (exits: Exits, changes: ExitChanges): Exits => {
  const next = { ...exits, ...changes };
  return Object.fromEntries(
    Object.entries(next).filter(([, value]) => value !== null && value !== undefined),
  ) as Exits;
};

const armedTargets = (targets: readonly Target[], armedAt: number): ArmedTarget[] =>
  targets.map((target) => ({ ...target, armedAt }));

/** All planned exits, armed at this moment: at the first fill of the entry. */
export const withExits = (trade: OpenTrade, at: number): OpenTrade => {
  const { takeProfit, stopLoss, trailing, targets, covers } = trade.exits;
  return {
    ...trade,
    ...(takeProfit ? { takeProfit: { price: takeProfit, armedAt: at } } : {}),
    ...(stopLoss ? { stopLoss: { price: stopLoss, armedAt: at } } : {}),
    ...(trailing ? { trailing: { armedAt: at } } : {}),
    ...(targets?.length ? { targets: armedTargets(targets, at) } : {}),
    ...(covers ? { coverLeft: covers } : {}),
  };
};

/** No exit of the plan waits any more. */
export const withoutExits = (trade: OpenTrade): OpenTrade => {
  const { takeProfit: _t, stopLoss: _s, trailing: _r, targets: _g, ...facts } = trade;
  return facts;
};

/** Nothing of the entry waits any more. */
export const withoutEntering = (trade: OpenTrade): OpenTrade => {
  const { entering: _, ...facts } = trade;
  return facts;
};

/** Neither exits, nor the rest of the entry, nor partial closes wait any more. */
export const disarmed = (trade: OpenTrade): OpenTrade => {
  const { partialCloses: _, ...facts } = withoutExits(withoutEntering(trade));
  return facts;
};

const isNamed = (changes: ExitChanges, ...names: readonly (keyof Exits)[]): boolean =>
  names.some((name) => changes[name] !== undefined);

/** What the exits cover from here on: as the change says; what is used up is forgotten. */
const withCovers = (trade: OpenTrade, changes: ExitChanges): OpenTrade => {
  const { coverLeft, ...facts } = trade;
  const { covers } = changes;
  if (covers) return { ...facts, coverLeft: covers };
  const isUsedUp = coverLeft !== undefined && compare(coverLeft, 0) === 0;
  if (covers === undefined && !isUsedUp) return trade;
  const { covers: _, ...exits } = facts.exits;
  return { ...facts, exits };
};

/** Exits changed at this moment: only what is named is armed anew; after a stop that triggered, all but the targets. */
export const rearmed = (trade: OpenTrade, changes: ExitChanges, at: number): OpenTrade => {
  const { exiting, ...rest } = trade;
  const wasTriggered = exiting !== undefined;
  const base = withCovers({ ...rest, exits: changedExits(trade.exits, changes), amendedAt: at }, changes);
  const { takeProfit, stopLoss, trailing, targets, brokeEven, ...facts } = base;
  const plan = base.exits;
  const anew = (...names: readonly (keyof Exits)[]) => wasTriggered || isNamed(changes, ...names);
  const nextTarget = anew('takeProfit') ? armedAt(plan.takeProfit, at) : takeProfit;
  const nextStop = anew('stopLoss', 'stopLimit') ? armedAt(plan.stopLoss, at) : stopLoss;
  const nextTrailing = anew('trailing') ? (plan.trailing ? { armedAt: at } : undefined) : trailing;
  const nextTargets = isNamed(changes, 'targets') ? armedTargets(plan.targets ?? [], at) : targets;
  return {
    ...facts,
    ...(nextTarget ? { takeProfit: nextTarget } : {}),
    ...(nextStop ? { stopLoss: nextStop } : {}),
    ...(nextTrailing ? { trailing: nextTrailing } : {}),
    ...(nextTargets?.length ? { targets: nextTargets } : {}),
    ...(brokeEven && !isNamed(changes, 'targets') ? { brokeEven } : {}),
  };
};

const armedAt = (at: Price | undefined, moment: number) =>
  at === undefined ? undefined : { price: at, armedAt: moment };

/** The average price of the entry, rounded to the tick, against an early stop: up for a long (fill rules, 9.2.4). */
const breakEvenPrice = (trade: OpenTrade): Price => {
  const entries = trade.fills.filter(({ leg }) => leg === 'entry');
  const sum = (of: 'notional' | 'quantity') =>
    entries.reduce<Big>((total, fill) => total.plus(fill[of]), new Big(0));
  const average = sum('notional').div(sum('quantity'));
  return price(toStep(average, trade.terms.tickSize, trade.direction === 'long' ? 'up' : 'down'));
};

const isBetterStop = (trade: OpenTrade, at: Price): boolean =>
  trade.stopLoss === undefined || compare(at, trade.stopLoss.price) === (trade.direction === 'long' ? 1 : -1);

/** The stop at break-even, once the first target of the plan has filled. */
const withBreakEven = (trade: OpenTrade, at: number): OpenTrade => {
  if (!trade.exits.breakEven || trade.brokeEven) return trade;
  const moved = breakEvenPrice(trade);
  return {
    ...trade,
    brokeEven: true,
    ...(isBetterStop(trade, moved) ? { stopLoss: { price: moved, armedAt: at } } : {}),
  };
};

const left = (had: string, { quantity: given }: Fill): Big => new Big(had).minus(given);

/** A target has filled, whole or in part. */
export const afterTarget = (trade: OpenTrade, fill: Fill): OpenTrade => {
  const { targets = [], ...facts } = trade;
  const hit = targets.find((target) => compare(target.price, fill.evidence.trigger ?? 0) === 0);
  if (!hit) return trade;
  const rest = left(hit.quantity, fill);
  const others = targets.filter((target) => target !== hit);
  const isDone = rest.lte(0);
  const kept = isDone
    ? others
    : targets.map((target) =>
        target === hit ? { ...hit, quantity: quantity(rest), restFrom: restFromOf(fill.evidence) } : target,
      );
  const next: OpenTrade = { ...facts, ...(kept.length > 0 ? { targets: kept } : {}) };
  return isDone ? withBreakEven(next, fill.time) : next;
};

/** The take profit has filled in part: the rest waits at its price. */
export const afterTakeProfit = (trade: OpenTrade, fill: Fill): OpenTrade =>
  trade.takeProfit
    ? { ...trade, takeProfit: { ...trade.takeProfit, restFrom: restFromOf(fill.evidence) } }
    : trade;

/** A stop, a trailing stop or the liquidation has filled, whole or in part: what is left of it goes on, alone. */
export const afterStop = (
  trade: OpenTrade,
  fill: Fill,
  leg: 'stop_loss' | 'trailing_stop' | 'liquidation',
): OpenTrade => {
  const before = trade.exiting;
  const isCovered = leg !== 'liquidation' && trade.coverLeft !== undefined;
  const rest = isCovered ? new Big(trade.coverLeft ?? 0) : lotOf(trade).quantity;
  const { exiting: _, ...facts } = rest.lte(0) ? withoutExits(trade) : disarmed(trade);
  if (rest.lte(0)) return facts;
  const limit = before?.leg === leg ? before.limit : undefined;
  return {
    ...facts,
    exiting: {
      leg,
      armedAt: before?.leg === leg ? before.armedAt : fill.time,
      restFrom: restFromOf(fill.evidence),
      ...(limit === undefined ? {} : { limit }),
    },
  };
};

/** What the exits cover is less by what one of them has given back. */
export const withLessCover = (trade: OpenTrade, fill: Fill): OpenTrade => {
  if (trade.coverLeft === undefined) return trade;
  const rest = left(trade.coverLeft, fill);
  return { ...trade, coverLeft: quantity(rest.lt(0) ? 0 : rest) };
};
