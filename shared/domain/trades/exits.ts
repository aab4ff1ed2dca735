import Big from 'big.js';
import { compare, type Price, price, quantity, toStep } from '../money/decimal.ts';
import type { Evidence, Fill } from './fill.ts';
import { lotOf } from './lot.ts';
import type { ArmedTarget, ExitChanges, Exits, OpenTrade, Target } from './trade.ts';

/** Where the trade goes on after an element of the path of which it took a part (fill rules, 9.4). ms */
export const restFromOf = ({ point }: Evidence): number =>
  point.kind === 'bar' ? point.closeTime + 1 : point.time;

/** A stop loss that is removed takes its limit along. */
const withLimit = (changes: ExitChanges): ExitChanges =>
  changes.stopLoss === null && changes.stopLimit === undefined ? { ...changes, stopLimit: null } : changes;

/** A value sets, null removes, absent leaves. */
export const changedExits = (exits: Exits, changes: ExitChanges): Exits => {
  const next = { ...exits, ...withLimit(changes) };
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

/** What the exits cover from here on, as the change says. */
const withCovers = (trade: OpenTrade, { covers }: ExitChanges): OpenTrade => {
  if (covers === undefined) return trade;
  const { coverLeft: _, ...facts } = trade;
  return covers === null ? facts : { ...facts, coverLeft: covers };
};

/** From when a time-out that lies in the past, and a new daily close, count (fill rules, 9.2.7). */
const withTimes = (trade: OpenTrade, changes: ExitChanges, at: number): OpenTrade => {
  const [entry] = trade.fills;
  const { timeOut } = trade.exits;
  const isOver =
    isNamed(changes, 'timeOut') && timeOut !== undefined && entry !== undefined && entry.time + timeOut < at;
  return isOver || isNamed(changes, 'dailyClose') ? { ...trade, amendedAt: at } : trade;
};

/** What the exits covered is used up: they are planned no more. */
export const withoutCovered = (trade: OpenTrade): OpenTrade => {
  const { coverLeft: _, ...facts } = withoutExits(trade);
  const { timeOut, dailyClose } = trade.exits;
  return {
    ...facts,
    exits: {
      ...(timeOut === undefined ? {} : { timeOut }),
      ...(dailyClose === undefined ? {} : { dailyClose }),
    },
  };
};

/** What names one of these takes a limit back that a stop loss has become. */
const ARMED = ['takeProfit', 'targets', 'stopLoss', 'stopLimit', 'trailing'] as const;

/** Exits changed at this moment: only what is named is armed anew; after a stop that triggered, all but the targets. */
export const rearmed = (trade: OpenTrade, asked: ExitChanges, at: number): OpenTrade => {
  const changes = withLimit(asked);
  const { exiting, ...rest } = trade;
  const takesBack = isNamed(changes, ...ARMED);
  const wasTriggered = exiting !== undefined && takesBack;
  const kept = takesBack ? rest : trade;
  const base = withTimes(
    withCovers({ ...kept, exits: changedExits(trade.exits, changes) }, changes),
    changes,
    at,
  );
  const { takeProfit, stopLoss, trailing, targets, ...facts } = base;
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

/** The stop at break-even, once the nearest target of the plan has filled; where none is planned, none is made. */
const withBreakEven = (trade: OpenTrade, hit: Target, at: number): OpenTrade => {
  const [first] = trade.exits.targets ?? [];
  if (!trade.exits.breakEven || !trade.stopLoss || first === undefined || first.price !== hit.price)
    return trade;
  const moved = breakEvenPrice(trade);
  if (compare(moved, trade.stopLoss.price) !== (trade.direction === 'long' ? 1 : -1)) return trade;
  return {
    ...trade,
    exits: { ...trade.exits, stopLoss: moved },
    stopLoss: { price: moved, armedAt: at },
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
  return isDone ? withBreakEven(next, hit, fill.time) : next;
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
