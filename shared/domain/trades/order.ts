import Big from 'big.js';
import type { MarketSymbol } from '../market/symbol.ts';
import { add, type Money, type Price, price, type Quantity, quantity } from '../money/decimal.ts';
import type { FillRecord } from './fill.ts';
import { waitsForEntry } from './timing.ts';
import { isActive, type Trade } from './trade.ts';

/** A sale as it was ordered: which lots it takes from. What became of it is told by their fills. */
export interface Sale {
  readonly id: string;
  readonly userId: string;
  /** The book. */
  readonly accountId: string;
  readonly symbol: MarketSymbol;
  readonly quantity: Quantity;
  /** Absent: at the market. */
  readonly limit?: Price;
  readonly parts: readonly { readonly tradeId: string; readonly quantity: Quantity }[];
  readonly clientOrderId?: string;
  /** ms, the request's own time. */
  readonly createdAt: number;
}

/** What an order takes of, or makes as, one trade. */
export interface OrderPart {
  readonly tradeId: string;
  readonly quantity: Quantity;
  readonly filled: Quantity;
}

/** A spot order and what has become of it: `cancelled` has ended without being filled whole. */
export interface Order {
  readonly id: string;
  readonly clientOrderId: string | undefined;
  /** The book. */
  readonly accountId: string;
  readonly symbol: MarketSymbol;
  readonly side: 'buy' | 'sell';
  readonly limit: Price | undefined;
  readonly quantity: Quantity;
  readonly filled: Quantity;
  /** By quantity, 8 decimals. */
  readonly averagePrice: Price | undefined;
  readonly fees: Money;
  readonly status: 'open' | 'filled' | 'cancelled';
  /** Why it has ended without being filled whole, where that is known. */
  readonly endReason: string | undefined;
  readonly parts: readonly OrderPart[];
  /** ms */
  readonly createdAt: number;
}

const filledOf = (fills: readonly FillRecord[]): Big =>
  fills.reduce<Big>((sum, fill) => sum.plus(fill.quantity), new Big(0));

const averageOf = (fills: readonly FillRecord[]): Price | undefined => {
  const amount = filledOf(fills);
  if (amount.eq(0)) return undefined;
  const value = fills.reduce<Big>(
    (sum, fill) => sum.plus(new Big(fill.price).times(fill.quantity)),
    new Big(0),
  );
  return price(value.div(amount).round(8, Big.roundHalfEven));
};

const statusOf = (filled: Big, wanted: Quantity, waits: boolean): Order['status'] => {
  if (filled.gte(wanted)) return 'filled';
  return waits ? 'open' : 'cancelled';
};

/** True of a trade that a spot order may be: a purchase at the market or at a limit. */
export const isPurchase = ({ direction, entry }: Trade): boolean =>
  direction === 'long' && (entry.type === 'market' || entry.type === 'limit');

export const orderOfTrade = (trade: Trade): Order => {
  const fills = trade.fills.filter(({ leg }) => leg === 'entry');
  const filled = filledOf(fills);
  return {
    id: trade.id,
    clientOrderId: trade.clientTradeId,
    accountId: trade.accountId,
    symbol: trade.symbol,
    side: trade.direction === 'long' ? 'buy' : 'sell',
    limit: 'limit' in trade.entry ? trade.entry.limit : undefined,
    quantity: trade.quantity,
    filled: quantity(filled),
    averagePrice: averageOf(fills),
    fees: add(...fills.map(({ fee }) => fee)),
    status: statusOf(filled, trade.quantity, waitsForEntry(trade)),
    endReason: 'endReason' in trade ? trade.endReason : undefined,
    parts: [{ tradeId: trade.id, quantity: trade.quantity, filled: quantity(filled) }],
    createdAt: trade.createdAt,
  };
};

/** True while something of this sale may still fill on the trade. */
const waitsOn = (trade: Trade, saleId: string): boolean =>
  isActive(trade) &&
  (trade.commands.some((command) => command.kind === 'close' && command.part?.id === saleId) ||
    (trade.status === 'open' && (trade.partialCloses ?? []).some(({ id }) => id === saleId)));

/** A sale, as told by the fills of its lots. */
export const orderOfSale = (sale: Sale, lots: readonly Trade[]): Order => {
  const byId = new Map(lots.map((trade) => [trade.id, trade]));
  const fillsOf = (tradeId: string) =>
    byId.get(tradeId)?.fills.filter(({ orderId }) => orderId === sale.id) ?? [];
  const fills = sale.parts.flatMap(({ tradeId }) => fillsOf(tradeId));
  const filled = filledOf(fills);
  return {
    id: sale.id,
    clientOrderId: sale.clientOrderId,
    accountId: sale.accountId,
    symbol: sale.symbol,
    side: 'sell',
    limit: sale.limit,
    quantity: sale.quantity,
    filled: quantity(filled),
    averagePrice: averageOf(fills),
    fees: add(...fills.map(({ fee }) => fee)),
    status: statusOf(
      filled,
      sale.quantity,
      lots.some((trade) => waitsOn(trade, sale.id)),
    ),
    endReason: undefined,
    parts: sale.parts.map((part) => ({ ...part, filled: quantity(filledOf(fillsOf(part.tradeId))) })),
    createdAt: sale.createdAt,
  };
};
