import type { Operation } from './operation.ts';
import { accountOperations } from './operations/accounts.ts';
import { authOperations } from './operations/auth.ts';
import { boardOperations } from './operations/board.ts';
import { bookOperations } from './operations/books.ts';
import { candleOperations } from './operations/candles.ts';
import { marketOperations } from './operations/market.ts';
import { meOperations } from './operations/me.ts';
import { orderOperations } from './operations/orders.ts';
import { overviewOperations } from './operations/overview.ts';
import { simpleOperations } from './operations/simple.ts';
import { streamOperations } from './operations/stream.ts';
import { tradeOperations } from './operations/trades.ts';
import { watchlistOperations } from './operations/watchlists.ts';

/** The single list of endpoints: routes in AWS and on the laptop, handlers, OpenAPI document and client come from it. */
export const operations = [
  ...tradeOperations,
  ...orderOperations,
  ...watchlistOperations,
  ...accountOperations,
  ...bookOperations,
  ...overviewOperations,
  ...marketOperations,
  ...candleOperations,
  ...boardOperations,
  ...simpleOperations,
  ...authOperations,
  ...meOperations,
  ...streamOperations,
] as const;

export type AnyOperation = (typeof operations)[number];
export type OperationId = AnyOperation['id'];
/** One of the list, whichever. */
export type ListedOperation = Operation & { readonly id: OperationId };
export type OperationOf<Id extends OperationId> = Extract<AnyOperation, { readonly id: Id }>;

/** @returns the operation of this id */
export const operationOf = <Id extends OperationId>(id: Id): OperationOf<Id> =>
  byId.get(id) as OperationOf<Id>;

const byId = new Map<OperationId, AnyOperation>(operations.map((operation) => [operation.id, operation]));
