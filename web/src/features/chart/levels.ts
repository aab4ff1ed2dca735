import Big from 'big.js';
import { price, toStep } from '../../../../shared/domain/money/decimal.ts';
import { checkExits } from '../../../../shared/domain/trades/rules.ts';
import type { ExitChange, TradeView } from '../../api.ts';
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
  /** Whether the trade can be given another price here. */
  readonly movable: boolean;
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

const isSettled = ({ state }: TradeView): boolean => state === 'pending' || state === 'open';

/** The levels of a trade: what its entry waits for, or was filled at, and its exits. */
export const levelsOf = (trade: TradeView): Level[] => {
  const free = isSettled(trade);
  const pending = trade.status === 'pending';
  const { type, limit, stop } = trade.entry;
  const movableEntry = free && trade.filledQuantity === '0' && (type === 'limit' || type === 'stop');
  const trailing = trade.legs.find(({ leg, state }) => leg === 'trailing_stop' && state === 'armed');
  const found: [kind: LevelKind, price: string | null | undefined, movable: boolean][] = [
    ['entry', pending ? null : trade.entryPrice, false],
    ['entry_limit', pending ? limit : null, movableEntry],
    ['entry_stop', pending ? stop : null, movableEntry],
    ['take_profit', trade.takeProfit, free],
    ...(trade.targets ?? []).map((target): [LevelKind, string, boolean] => ['target', target.price, false]),
    ['stop_loss', trade.stopLoss, free],
    ['trailing_stop', trailing?.price, false],
  ];
  return found.flatMap(([kind, at, movable], index) =>
    at === null || at === undefined
      ? []
      : [{ id: `${trade.id} ${kind} ${index}`, trade, kind, price: at, movable }],
  );
};

/** What the trade was, or will be, entered at; null where that is not known yet. */
const entryOf = ({ entryPrice, entry, currentPrice }: TradeView): string | null =>
  entryPrice ?? entry.limit ?? entry.stop ?? currentPrice;

const amountOf = (trade: TradeView): string =>
  trade.status === 'open' && trade.openQuantity !== '0' ? trade.openQuantity : trade.quantity;

/** What all that is open makes if it is closed at this price, before fees, in quote currency; null without an entry. */
export const pnlAt = (trade: TradeView, at: string): string | null => {
  const entry = entryOf(trade);
  if (entry === null) return null;
  const move = trade.direction === 'long' ? new Big(at).minus(entry) : new Big(entry).minus(at);
  return move.times(amountOf(trade)).round(8).toFixed();
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

/** What the trade is told so that the level is there. Only what differs is sent, so only that is armed anew. */
export const changeFor = ({ kind, trade }: Level, at: string): ExitChange => {
  if (kind === 'take_profit') return { takeProfit: at };
  if (kind === 'stop_loss') return { stopLoss: at };
  const { type, postOnly } = trade.entry;
  if (type !== 'limit') return { entry: { type: 'stop', stop: at } };
  return { entry: { type, limit: at, ...(postOnly ? { postOnly } : {}) } };
};

/** Why the level may not be there, in words; undefined where it may. */
export const refusal = ({ kind, trade }: Level, at: string): string | undefined => {
  const moved = {
    takeProfit: kind === 'take_profit' ? at : trade.takeProfit,
    stopLoss: kind === 'stop_loss' ? at : trade.stopLoss,
  };
  const isEntry = kind === 'entry_limit' || kind === 'entry_stop';
  const reference = isEntry ? at : trade.status === 'open' ? trade.currentPrice : entryOf(trade);
  const broken = checkExits(
    trade.direction,
    {
      // On an open trade only what is moved is held against the market.
      ...(moved.takeProfit !== null && (isEntry || kind === 'take_profit')
        ? { takeProfit: price(moved.takeProfit) }
        : {}),
      ...(moved.stopLoss !== null && (isEntry || kind === 'stop_loss')
        ? { stopLoss: price(moved.stopLoss) }
        : {}),
    },
    reference === null ? undefined : price(reference),
  );
  const [first] = broken;
  return first && ruleWords(first);
};
