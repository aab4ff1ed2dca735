import type { Account } from '../domain/accounts/account.ts';

export interface AccountKey {
  readonly userId: string;
  /** Of a book: see domain/accounts/book.ts. */
  readonly accountId: string;
}

export interface AccountChanges {
  readonly name?: Account['name'];
  readonly makerRate?: Account['makerRate'];
  readonly takerRate?: Account['takerRate'];
  readonly slippageBps?: number;
}

export interface AccountReader {
  /**
   * The current book of an account, or its book of this number; strongly consistent. Undefined where this user has no such
   * account.
   */
  load(userId: string, accountId: string, book?: number): Promise<Account | undefined>;
}

export interface AccountStore extends AccountReader {
  /** The current book of each account of a user, closed ones included; strongly consistent. */
  list(userId: string): Promise<Account[]>;
  /** Where the user exists, has no such account yet and has fewer than `most` open ones. */
  create(account: Account, most: number): Promise<'created' | 'exists' | 'refused'>;
  /** Of an active account; undefined where it is not. */
  change(key: AccountKey, changes: AccountChanges): Promise<Account | undefined>;
  /** From active to closing: no new trade, deposit or withdrawal from here on. False where it was not active. */
  startClosing(key: AccountKey): Promise<boolean>;
  /** From active to closed, where nothing has changed since the account was read. */
  close(account: Account): Promise<boolean>;
  /** From closing to closed, and `next` takes its place, where nothing has changed since the account was read. */
  archive(account: Account, next: Account): Promise<boolean>;
  /** The accounts that had something open, or a booking, since they were last found idle. Eventually consistent. */
  live(): Promise<AccountKey[]>;
  /** Takes an idle account off that list, where nothing has changed since it was read. */
  rest(account: Account): Promise<void>;
}
