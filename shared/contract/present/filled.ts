import Big from 'big.js';
import { type Quantity, quantity } from '../../domain/money/decimal.ts';
import type { FillRecord } from '../../domain/trades/fill.ts';
import type { Trade } from '../../domain/trades/trade.ts';

/** What these fills of a trade are together, base units. */
export const filledOf = ({ fills }: Pick<Trade, 'fills'>, which: (fill: FillRecord) => boolean): Quantity =>
  quantity(fills.filter(which).reduce<Big>((sum, fill) => sum.plus(fill.quantity), new Big(0)));
