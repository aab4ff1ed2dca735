import { accountOf } from '../../domain/accounts/book.ts';
import type { Order } from '../../domain/trades/order.ts';
import type { OrderJson } from '../schemas/order.ts';
import { moment } from './primitives.ts';

export const presentOrder = (order: Order): OrderJson => ({
  id: order.id,
  clientOrderId: order.clientOrderId ?? null,
  accountId: accountOf(order.accountId),
  symbol: order.symbol,
  side: order.side,
  type: order.limit === undefined ? 'market' : 'limit',
  limit: order.limit ?? null,
  quantity: order.quantity,
  filledQuantity: order.filled,
  averagePrice: order.averagePrice ?? null,
  fees: order.fees,
  status: order.status,
  endReason: order.endReason ?? null,
  parts: order.parts.map(({ tradeId, quantity, filled }) => ({ tradeId, quantity, filledQuantity: filled })),
  createdAt: moment(order.createdAt),
});
