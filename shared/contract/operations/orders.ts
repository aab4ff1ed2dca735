import type { Operation } from '../operation.ts';
import { createOrderBody, orderParams, orderSchema } from '../schemas/order.ts';

const about = { group: 'trades', auth: 'bearer' } as const;

export const orderOperations = [
  {
    ...about,
    id: 'createOrder',
    method: 'POST',
    path: '/v1/orders',
    scope: 'trade',
    summary:
      'Buy or sell a quantity or an amount, at the market or at a limit: a sale closes lots without exits, first in, first out',
    body: createOrderBody,
    status: 201,
    alsoStatus: { 200: 'The clientOrderId repeats with the same body: the order made then' },
    response: orderSchema,
    errors: [
      'invalid_trade',
      'unknown_symbol',
      'too_many_symbols',
      'unsettled_quote',
      'insufficient_funds',
      'insufficient_holdings',
      'too_many_lots',
      'too_many_commands',
      'client_id_conflict',
      'no_account',
      'price_unavailable',
    ],
  },
  {
    ...about,
    id: 'getOrder',
    method: 'GET',
    path: '/v1/orders/{id}',
    scope: 'read',
    summary: 'One order, and what has become of it',
    params: orderParams,
    status: 200,
    response: orderSchema,
    errors: ['not_found'],
  },
  {
    ...about,
    id: 'cancelOrder',
    method: 'DELETE',
    path: '/v1/orders/{id}',
    scope: 'trade',
    summary:
      'Take back what of an order still waits; takes effect once the path up to now has been evaluated',
    params: orderParams,
    status: 202,
    response: orderSchema,
    errors: ['not_found', 'trade_ended', 'trade_not_pending', 'too_many_commands'],
  },
] as const satisfies readonly Operation[];
