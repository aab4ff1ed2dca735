import type { ExamplesOf } from '../operation.ts';
import type { orderOperations } from '../operations/orders.ts';
import type { OrderJson } from '../schemas/order.ts';

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

export const orderExamples: ExamplesOf<typeof orderOperations> = {
  createOrder: {
    body: { symbol: 'BTC/USDT', side: 'sell', type: 'market', quantity: '0.05', clientOrderId: 'half-1' },
    response: sale,
  },
  getOrder: { params: { id: sale.id }, response: done },
  cancelOrder: {
    params: { id: sale.id },
    response: { ...sale, type: 'limit', limit: '70000', clientOrderId: null },
  },
};
