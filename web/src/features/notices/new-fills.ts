import type { Overview, TradeView } from '../../api.ts';
import { formatPrice, formatQuantity } from '../../format/number.ts';
import { baseOf, legName } from '../../format/words.ts';

export interface NewFill {
  readonly id: string;
  readonly trade: TradeView;
  readonly fill: TradeView['fills'][number];
}

/** The ids of all fills that the overview shows. */
export const fillIds = (overview: Overview): ReadonlySet<string> =>
  new Set([...overview.active, ...overview.history].flatMap(({ fills }) => fills.map(({ id }) => id)));

/** Fills that were not there before, of trades that may have just been filled: the oldest first. */
export const newFills = (overview: Overview, known: ReadonlySet<string>): NewFill[] =>
  [...overview.active, ...overview.history]
    .flatMap((trade) => trade.fills.map((fill) => ({ id: fill.id, trade, fill })))
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => a.fill.time.localeCompare(b.fill.time));

/** `Bought 0.1 BTC at 62,014.20`; of an exit with its name: `Stop loss: sold 0.1 BTC at 55,000.00`. */
export const fillWords = ({ trade, fill }: NewFill, places: number): string => {
  const buys = (fill.leg === 'entry') === (trade.direction === 'long');
  const what = `${formatQuantity(fill.quantity)} ${baseOf(trade.symbol)} at ${formatPrice(fill.price, places)}`;
  if (fill.leg === 'entry') return `${buys ? 'Bought' : 'Sold short'} ${what}`;
  return `${legName(fill.leg)}: ${buys ? 'bought back' : 'sold'} ${what}`;
};
