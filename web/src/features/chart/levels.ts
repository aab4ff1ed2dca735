import Big from 'big.js';
import { price, quantity, toStep } from '../../../../shared/domain/money/decimal.ts';
import { checkExits } from '../../../../shared/domain/trades/rules.ts';
import type { Exits } from '../../../../shared/domain/trades/trade.ts';
import type { ExitChange, TradeView } from '../../api.ts';
import {
  MOST_PERCENT,
  PERCENT_DECIMALS,
  trailingWith,
  type WaitingTarget,
  waitingTargets,
} from '../../exits.ts';
import { ruleWords } from '../../format/rule-words.ts';

export type LevelKind =
  | 'entry'
  | 'entry_limit'
  | 'entry_stop'
  | 'take_profit'
  | 'target'
  | 'stop_loss'
  | 'trailing_stop';

/** A price of a trade that the chart shows as a line. */
export interface Level {
  readonly id: string;
  readonly trade: TradeView;
  readonly kind: LevelKind;
  readonly price: string;
  /** What fills there, base units. */
  readonly quantity: string;
  /** Whether the trade can be given another price here. */
  readonly movable: boolean;
  /** Of a target: its place among those that wait. */
  readonly target?: number;
}

export const LEVEL_NAMES: Readonly<Record<LevelKind, string>> = {
  entry: 'Entry',
  entry_limit: 'Limit',
  entry_stop: 'Stop',
  take_profit: 'Take profit',
  target: 'Target',
  stop_loss: 'Stop loss',
  trailing_stop: 'Trailing stop',
};

/** For a phone. */
export const SHORT_NAMES: Readonly<Record<LevelKind, string>> = {
  entry: 'Entry',
  entry_limit: 'Limit',
  entry_stop: 'Stop',
  take_profit: 'TP',
  target: 'Target',
  stop_loss: 'SL',
  trailing_stop: 'Trail',
};

export const isEntry = ({ kind }: Pick<Level, 'kind'>): boolean => kind.startsWith('entry');

const isSettled = ({ state }: TradeView): boolean => state === 'pending' || state === 'open';

/** All that is open, or will be. */
const wholeOf = (trade: TradeView): string =>
  trade.status === 'open' && trade.openQuantity !== '0' ? trade.openQuantity : trade.quantity;

/** What is left for the take profit once the targets before it have filled. */
const restOf = (trade: TradeView, targets: readonly WaitingTarget[]): string => {
  const rest = targets.reduce<Big>((left, one) => left.minus(one.quantity), new Big(wholeOf(trade)));
  return rest.lt(0) ? '0' : rest.toFixed();
};

/** The levels of a trade: what its entry waits for, or was filled at, and its exits. */
export const levelsOf = (trade: TradeView): Level[] => {
  const free = isSettled(trade);
  const pending = trade.status === 'pending';
  const whole = wholeOf(trade);
  const { type, limit, stop } = trade.entry;
  const movableEntry = free && trade.filledQuantity === '0' && (type === 'limit' || type === 'stop');
  const targets = waitingTargets(trade);
  const trailing = trade.legs.find(({ leg, state }) => leg === 'trailing_stop' && state === 'armed');
  // Its distance is reckoned from the price of now.
  const canTrail = free && trade.currentPrice !== null;
  const level = (
    kind: LevelKind,
    at: string | null | undefined,
    movable: boolean,
    amount = whole,
  ): Level[] =>
    at === null || at === undefined
      ? []
      : [{ id: `${trade.id} ${kind}`, trade, kind, price: at, quantity: amount, movable }];
  return [
    ...level('entry', pending ? null : trade.entryPrice, false),
    ...level('entry_limit', pending ? limit : null, movableEntry),
    ...level('entry_stop', pending ? stop : null, movableEntry),
    ...level('take_profit', trade.takeProfit, free, restOf(trade, targets)),
    ...targets.flatMap((one, target) =>
      level('target', one.price, free, one.quantity).map((found) => ({
        ...found,
        id: `${found.id} ${target}`,
        target,
      })),
    ),
    ...level('stop_loss', trade.stopLoss, free),
    ...level('trailing_stop', trailing?.price, canTrail),
  ];
};

/** What the trade was, or will be, entered at; null where that is not known yet. */
const entryOf = ({ entryPrice, entry, currentPrice }: TradeView): string | null =>
  entryPrice ?? entry.limit ?? entry.stop ?? currentPrice;

/** What the part that fills there makes at this price, before fees, in quote currency; null without an entry. */
export const pnlAt = (
  { trade, quantity: amount }: Pick<Level, 'trade' | 'quantity'>,
  at: string,
): string | null => {
  const entry = entryOf(trade);
  if (entry === null) return null;
  const move = trade.direction === 'long' ? new Big(at).minus(entry) : new Big(entry).minus(at);
  return move.times(amount).round(8).toFixed();
};

/** A height of the chart as a price that the instrument has: the nearest of its ticks, at least one. */
export const toTick = (value: number, tick: string): string => {
  const step = new Big(tick);
  const ticks = new Big(value.toFixed(12)).div(step).round(0, Big.roundHalfUp);
  return price((ticks.lt(1) ? new Big(1) : ticks).times(step));
};

/** So many ticks further; never below the first. */
export const stepped = (from: string, ticks: number, tick: string): string => {
  const next = toStep(from, tick, 'down').plus(new Big(tick).times(ticks));
  return price(next.lt(tick) ? tick : next);
};

/**
 * How far behind the price of now a trailing stop is that stands here, in its own unit: quote currency, or percent of that
 * price. From now on it follows at that distance; null where no price is known.
 */
export const distanceAt = ({ trade }: Pick<Level, 'trade'>, at: string): string | null => {
  const { trailing, currentPrice } = trade;
  if (!trailing || currentPrice === null) return null;
  const gap = new Big(currentPrice).minus(at).abs();
  if (trailing.percent === null) return price(gap);
  return price(gap.times(100).div(currentPrice).round(PERCENT_DECIMALS, Big.roundHalfUp));
};

/** All targets that wait, with the price of one of them changed. */
const movedTargets = ({ trade, target }: Level, at: string) => {
  const waiting = waitingTargets(trade);
  return waiting.map((one, index) => (index === target ? { ...one, price: at } : one));
};

/** What the trade is told so that the level is there. Only what differs is sent, so only that is armed anew. */
export const changeFor = (level: Level, at: string): ExitChange => {
  const { kind, trade } = level;
  if (kind === 'take_profit') return { takeProfit: at };
  if (kind === 'stop_loss') return { stopLoss: at };
  if (kind === 'target') return { targets: movedTargets(level, at) };
  const distance = distanceAt(level, at);
  if (kind === 'trailing_stop' && trade.trailing && distance !== null)
    return { trailing: trailingWith(trade.trailing, distance, true) };
  const { type, postOnly } = trade.entry;
  if (type !== 'limit') return { entry: { type: 'stop', stop: at } };
  return { entry: { type, limit: at, ...(postOnly ? { postOnly } : {}) } };
};

/** Of an open trade only what is moved is held against the market, and against what must stay beyond it. */
const checkedExits = (level: Level, at: string): Exits => {
  const { kind, trade } = level;
  const isProfit = kind === 'take_profit' || kind === 'target';
  const takeProfit = kind === 'take_profit' ? at : trade.takeProfit;
  // Where a stop loss may be a trailing stop may be too.
  const stopLoss = kind === 'stop_loss' || kind === 'trailing_stop' ? at : trade.stopLoss;
  const targets = movedTargets(level, at);
  return {
    ...(takeProfit !== null && (isEntry(level) || isProfit) ? { takeProfit: price(takeProfit) } : {}),
    ...(stopLoss !== null && (isEntry(level) || !isProfit) ? { stopLoss: price(stopLoss) } : {}),
    ...(targets.length > 0 && (isEntry(level) || isProfit)
      ? { targets: targets.map((one) => ({ price: price(one.price), quantity: quantity(one.quantity) })) }
      : {}),
  };
};

const isOutOfReach = (level: Level, at: string): boolean => {
  if (level.kind !== 'trailing_stop') return false;
  const percent = level.trade.trailing?.percent;
  const distance = distanceAt(level, at);
  return distance === null || new Big(distance).eq(0) || (!!percent && new Big(distance).gt(MOST_PERCENT));
};

/** Why the level may not be there, in words; undefined where it may. */
export const refusal = (level: Level, at: string): string | undefined => {
  const { trade, target } = level;
  const reference = isEntry(level) ? at : trade.status === 'open' ? trade.currentPrice : entryOf(trade);
  const [broken] = checkExits(
    trade.direction,
    checkedExits(level, at),
    reference === null ? undefined : price(reference),
  );
  if (!broken)
    return isOutOfReach(level, at) ? `Must be up to ${MOST_PERCENT} % behind the price` : undefined;
  const isNext = target !== undefined && broken.field === `targets.${target + 1}.price`;
  return isNext ? 'Must stay before the next target' : ruleWords(broken);
};
