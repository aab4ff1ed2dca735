import type { Sale } from '../domain/trades/order.ts';
import type { Settlement, Unwritten } from './trade-store.ts';

export interface SaleStore {
  /**
   * Writes the sale and the commands on all its lots, all or nothing. Answers the lots that have changed since they were
   * read, or `taken` where the clientOrderId has been used, or `no_account` where the book takes no orders.
   * @throws StoreUnavailableError
   */
  place(
    sale: Sale,
    settlements: readonly Settlement[],
    bodyHash: string,
  ): Promise<readonly Unwritten[] | 'taken' | 'no_account'>;
  /** Strongly consistent; undefined where this user has no such sale. */
  load(userId: string, saleId: string): Promise<Sale | undefined>;
}
