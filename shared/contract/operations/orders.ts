import type { Operation } from '../operation.ts';
import { createOrderBody, type OrderJson, orderParams, orderSchema } from '../schemas/order.ts';

const about = { group: 'trades', auth: 'bearer' } as const;

/** Half of what was bought in two parts: all of the first lot, and a part of the second. */
const sale: OrderJson = {
  id: '01KAH4C5D7E9F1G3H5J7K9M1N3',
  clientOrderId: 'half-1',
  accountId: 'main',
  symbol: 'BTC/USDT',
  side: 'sell',
  type: 'market',
  limit: null,
  quantity: '0.05',
  filledQuantity: '0',
  averagePrice: null,
  fees: '0',
  status: 'open',
  endReason: null,
  parts: [
    { tradeId: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M', quantity: '0.04', filledQuantity: '0' },
    { tradeId: '01KAH3A1B3C5D7E9F1G3H5J7K9', quantity: '0.01', filledQuantity: '0' },
  ],
  createdAt: '2026-11-20T10:12:00.000Z',
};
const done: OrderJson = {
  ...sale,
  filledQuantity: '0.05',
  averagePrice: '64512.4',
  fees: '19.35372',
  status: 'filled',
  parts: sale.parts.map((part) => ({ ...part, filledQuantity: part.quantity })),
};

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
    example: {
      body: { symbol: 'BTC/USDT', side: 'sell', type: 'market', quantity: '0.05', clientOrderId: 'half-1' },
      response: sale,
    },
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
    example: { params: { id: sale.id }, response: done },
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
    example: {
      params: { id: sale.id },
      response: { ...sale, type: 'limit', limit: '70000', clientOrderId: null },
    },
  },
] as const satisfies readonly Operation[];
