import { placeOrder } from '../../shared/application/place-order.ts';
import type { OrderPorts } from '../../shared/application/ports.ts';
import { cancelOrder, getOrder } from '../../shared/application/read-order.ts';
import { orderOperations } from '../../shared/contract/operations/orders.ts';
import { presentOrder } from '../../shared/contract/present/order.ts';
import type { CreateOrderBody } from '../../shared/contract/schemas/order.ts';
import type { Money, Quantity } from '../../shared/domain/money/decimal.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { bodyHash } from './body-hash.ts';

const route = routesOf(orderOperations);

/** The schema has seen to it that one of the two is there. */
const sizeOf = ({ quantity, amount }: CreateOrderBody) =>
  quantity === undefined ? { amount: amount as Money } : { quantity: quantity as Quantity };

/** `/v1/orders` and what is below. */
export const orderRoutes = (ports: OrderPorts): Route[] => [
  route('createOrder', async ({ userId, now, body }) => {
    const { symbol, side, limit, accountId, clientOrderId } = body;
    const { order, repeated } = unwrap(
      await placeOrder(ports, {
        userId,
        accountId,
        now,
        symbol,
        side,
        size: sizeOf(body),
        ...(limit === undefined ? {} : { limit }),
        ...(clientOrderId === undefined ? {} : { clientOrderId }),
        bodyHash: bodyHash(body),
      }),
    );
    return {
      status: repeated ? 200 : 201,
      headers: { location: `/v1/orders/${order.id}` },
      body: presentOrder(order),
    };
  }),

  route('getOrder', async ({ userId, params }) => ({
    body: presentOrder(unwrap(await getOrder(ports, { userId, orderId: params.id }))),
  })),

  route('cancelOrder', async ({ userId, now, params }) => ({
    body: presentOrder(unwrap(await cancelOrder(ports, { userId, orderId: params.id, now }))),
  })),
];
