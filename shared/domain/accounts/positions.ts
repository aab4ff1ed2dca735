import Big from 'big.js';
import type { MarketSymbol } from '../market/symbol.ts';
import { type Money, money, type Price, price, type Quantity, quantity } from '../money/decimal.ts';
import { lotOf } from '../trades/lot.ts';
import { openQuantity } from '../trades/pnl.ts';
import type { Direction, Trade } from '../trades/trade.ts';

/** The open trades of one symbol and direction, together. */
export interface Position {
  readonly symbol: MarketSymbol;
  readonly direction: Direction;
  readonly quantity: Quantity;
  /** What was paid (long) or got (short) for what is still open, before fees. */
  readonly cost: Money;
  /** By quantity, 8 decimals. */
  readonly averageCost: Price;
  readonly trades: number;
  /** At the last price; absent where there is none. */
  readonly valued?: {
    readonly price: number;
    /** Quantity times price: what it would be sold, or bought back, for. */
    readonly value: Money;
    /** Before fees. */
    readonly unrealizedPnl: Money;
  };
}

const DECIMALS = 8;

const positionOf = (group: readonly Trade[], first: Trade, last: number | undefined): Position => {
  const amount = group.reduce<Big>((sum, trade) => sum.plus(openQuantity(trade)), new Big(0));
  const cost = group.reduce<Big>((sum, trade) => sum.plus(lotOf(trade).cost), new Big(0));
  const value = last === undefined ? undefined : amount.times(last).round(DECIMALS, Big.roundHalfEven);
  return {
    symbol: first.symbol,
    direction: first.direction,
    quantity: quantity(amount),
    cost: money(cost),
    averageCost: price(cost.div(amount).round(DECIMALS, Big.roundHalfEven)),
    trades: group.length,
    ...(last === undefined || value === undefined
      ? {}
      : {
          valued: {
            price: last,
            value: money(value),
            unrealizedPnl: money(value.minus(cost).times(first.direction === 'long' ? 1 : -1)),
          },
        }),
  };
};

const size = ({ valued, cost }: Position): Big => new Big(valued?.value ?? cost);

/** What is open, by symbol and direction, the largest first. */
export const positionsOf = (
  trades: readonly Trade[],
  prices: ReadonlyMap<MarketSymbol, number>,
): Position[] => {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) {
    if (trade.status !== 'open') continue;
    const key = `${trade.symbol} ${trade.direction}`;
    groups.set(key, [...(groups.get(key) ?? []), trade]);
  }
  return [...groups.values()]
    .flatMap((group) => (group[0] ? [positionOf(group, group[0], prices.get(group[0].symbol))] : []))
    .sort((left, right) => size(right).cmp(size(left)));
};
