import type { BookPorts } from '../../application/ports.ts';
import { accountStore } from '../dynamodb/account-store.ts';
import { ledgerStore } from '../dynamodb/ledger-store.ts';
import { valueStore } from '../dynamodb/value-store.ts';
import { environment, once, sharedClient, tableNames } from './process.ts';
import { requestPorts } from './requests.ts';

/** What answers for accounts and books, and the job that samples them. */
export const bookPorts = once((): BookPorts => {
  const tables = tableNames(environment());
  const client = sharedClient();
  return {
    ...requestPorts(),
    accounts: accountStore(client, tables),
    ledger: ledgerStore(client, tables),
    values: valueStore(client, tables),
  };
});
