import { accountRoutes } from '../../../functions/http/account-routes.ts';
import { bookRoutes } from '../../../functions/http/book-routes.ts';
import { bulkRoutes } from '../../../functions/http/bulk-routes.ts';
import { orderRoutes } from '../../../functions/http/order-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { saleStore } from '../../../shared/adapters/dynamodb/sale-store.ts';
import { announcingSales } from '../../../shared/application/announce.ts';
import { activeOf } from '../../../shared/application/open-trades.ts';
import {
  type AccountJson,
  type AuditJson,
  accountSchema,
  auditSchema,
} from '../../../shared/contract/schemas/account.ts';
import { imbalanceOf } from '../../../shared/domain/accounts/funds.ts';
import { type Stores, TABLES } from '../../fixtures/stores.ts';
import { type Answered, type Ask, asking } from '../../unit/http/requests.ts';
import { at, type Row, type Scene, startScene } from '../tick/support.ts';

export interface Books extends Scene {
  /** As `u1`, at the market's minute 6, unless said otherwise. */
  ask(request: Ask): Promise<Answered>;
  post(path: string, body?: unknown, more?: Partial<Ask>): Promise<Answered>;
  account(id?: string, userId?: string): Promise<AccountJson>;
  audit(id?: string, userId?: string): Promise<AuditJson>;
  /** Cash, reserved and positions at cost, less what they should be: from the trades' own table. */
  imbalance(userId?: string, accountId?: string): Promise<string>;
  readonly logged: unknown[];
}

/** A market that was ticked at minute 5, the user `u1` with 100,000 in `main`, and the routes of trades and books. */
export const startBooks = async (
  stores: Stores,
  rows: readonly Row[] | Readonly<Record<string, readonly Row[]>>,
  opening = 100_000,
): Promise<Books> => {
  const scene = await startScene(stores, rows);
  await stores.addUser('u1', { cash: opening, deposits: opening });
  const ports = scene.requests;
  const sales = saleStore({ client: stores.client, tables: TABLES, shards: 1 });
  const { ask: send, logged } = asking([
    ...accountRoutes(ports),
    ...bookRoutes(ports),
    ...tradeRoutes(ports),
    ...bulkRoutes(ports),
    ...orderRoutes({ ...ports, sales: announcingSales(sales, scene.announcing) }),
  ]);
  const ask = (request: Ask) => send({ userId: 'u1', now: at(6), ...request });
  return {
    ...scene,
    logged,
    ask,
    post: (path, body, more = {}) =>
      ask({ method: 'POST', path, ...(body === undefined ? {} : { body }), ...more }),
    account: async (id = 'main', userId = 'u1') =>
      accountSchema.parse((await ask({ path: `/v1/accounts/${id}`, userId })).json),
    audit: async (id = 'main', userId = 'u1') =>
      auditSchema.parse((await ask({ path: `/v1/accounts/${id}/audit`, userId })).json),
    async imbalance(userId = 'u1', accountId = 'main') {
      const account = await ports.accounts.load(userId, accountId);
      if (!account) throw new Error(`account ${accountId} is gone`);
      return imbalanceOf(account, await activeOf(ports, account));
    },
  };
};
