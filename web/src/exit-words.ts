import type { TradeView } from './api.ts';
import { waitingTargets } from './exits.ts';
import { formatPrice, formatQuantity } from './format/number.ts';
import { baseOf } from './format/words.ts';

/** The exit on one side of a trade that comes first, short; and all of that side. */
export interface ExitWords {
  readonly text: string;
  /** What else is there, or that it moves. */
  readonly note: string | undefined;
  readonly all: string;
}

/** Where it takes its profit: the nearest target, and how many more; undefined where there is none. */
export const profitWords = (trade: TradeView, places: number): ExitWords | undefined => {
  const exits = [
    ...waitingTargets(trade).map(({ price, quantity }) => ({
      text: formatPrice(price, places),
      of: `Target, ${formatQuantity(quantity)} ${baseOf(trade.symbol)}`,
    })),
    ...(trade.takeProfit === null
      ? []
      : [{ text: formatPrice(trade.takeProfit, places), of: 'Take profit' }]),
  ];
  const [first, ...others] = exits;
  return (
    first && {
      text: first.text,
      note: others.length > 0 ? `+${others.length}` : undefined,
      all: exits.map(({ text, of }) => `${of}: ${text}`).join('; '),
    }
  );
};

const trailingWords = (trade: TradeView, places: number): { text: string; at: string | null } | undefined => {
  const { trailing } = trade;
  if (!trailing) return undefined;
  const behind =
    trailing.percent === null ? formatPrice(trailing.amount ?? '0', places) : `${trailing.percent} %`;
  const at = trade.legs.find(({ leg, state }) => leg === 'trailing_stop' && state === 'armed')?.price ?? null;
  return { text: `${behind} behind`, at };
};

/** Where it stops its loss: the stop loss or the trailing stop, whichever is nearer; undefined where there is neither. */
export const lossWords = (trade: TradeView, places: number): ExitWords | undefined => {
  const { stopLoss, direction } = trade;
  const trailing = trailingWords(trade, places);
  const fixed = stopLoss === null ? undefined : formatPrice(stopLoss, places);
  const all = [
    ...(fixed === undefined ? [] : [`Stop loss: ${fixed}`]),
    ...(trailing ? [`Trailing stop: ${trailing.text}`] : []),
  ].join('; ');
  if (!trailing) return fixed === undefined ? undefined : { text: fixed, note: undefined, all };
  // Of a mark that is not written down yet only the distance is known.
  if (trailing.at === null) return { text: fixed ?? trailing.text, note: fixed && '+1', all };
  const isNearer = stopLoss === null || Number(trailing.at) > Number(stopLoss) === (direction === 'long');
  const note = fixed === undefined ? 'trails' : isNearer ? 'trails, +1' : '+1';
  return { text: isNearer ? formatPrice(trailing.at, places) : (fixed ?? ''), note, all };
};
