import { ok, type Result, refuse } from '../domain/problem.ts';
import { isPurchase, type Order, orderOfSale, orderOfTrade, type Sale } from '../domain/trades/order.ts';
import { isReadable } from '../ports/trade-store.ts';
import { cancelTrade, withdrawPart } from './command-trade.ts';
import type { OrderPorts } from './ports.ts';

/** The sale and what its lots tell of it now. */
export const readSale = async (ports: OrderPorts, sale: Sale): Promise<Order> => {
  const keys = sale.parts.map(({ tradeId }) => ({ userId: sale.userId, tradeId }));
  const found = await ports.trades.loadMany(keys);
  return orderOfSale(sale, found.filter(isReadable));
};

interface OrderKey {
  readonly userId: string;
  readonly orderId: string;
}

export const getOrder = async (ports: OrderPorts, { userId, orderId }: OrderKey): Promise<Result<Order>> => {
  const sale = await ports.sales.load(userId, orderId);
  if (sale) return ok(await readSale(ports, sale));
  const trade = await ports.trades.load({ userId, tradeId: orderId });
  return trade && isPurchase(trade)
    ? ok(orderOfTrade(trade))
    : refuse('not_found', `there is no order ${orderId}`);
};

/** Takes back what of an order still waits; takes effect once the path up to now has been evaluated. */
export const cancelOrder = async (
  ports: OrderPorts,
  { userId, orderId, now }: OrderKey & { readonly now: number },
): Promise<Result<Order>> => {
  const sale = await ports.sales.load(userId, orderId);
  if (!sale) {
    const known = await getOrder(ports, { userId, orderId });
    if (!known.ok) return known;
    const cancelled = await cancelTrade(ports, { userId, tradeId: orderId, now });
    return cancelled.ok ? ok(orderOfTrade(cancelled.value)) : cancelled;
  }
  const before = await readSale(ports, sale);
  if (before.status !== 'open') return refuse('trade_ended', `the order is ${before.status}`);
  for (const { tradeId } of sale.parts) {
    const withdrawn = await withdrawPart(ports, { userId, tradeId, now, orderId });
    // A lot that was sold meanwhile has nothing left to take back.
    if (!withdrawn.ok && withdrawn.problem.code !== 'trade_ended') return withdrawn;
  }
  return ok(await readSale(ports, sale));
};
