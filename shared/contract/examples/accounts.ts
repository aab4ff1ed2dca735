import type { ExamplesOf } from '../operation.ts';
import type { accountOperations } from '../operations/accounts.ts';
import { account, deposit, newAccount } from './book-samples.ts';

export const accountExamples: ExamplesOf<typeof accountOperations> = {
  listAccounts: { response: { items: [account, newAccount] } },
  createAccount: {
    body: { id: 'swing', name: 'Swing trades', openingBalance: '5000' },
    response: newAccount,
  },
  getAccount: { params: { id: account.id }, response: account },
  changeAccount: {
    params: { id: account.id },
    body: { takerRate: '0.001' },
    response: { ...account, takerRate: '0.001' },
  },
  closeAccount: { params: { id: newAccount.id }, response: { ...newAccount, status: 'closed' } },
  deposit: {
    params: { id: account.id },
    body: { amount: '2500', clientEntryId: 'salary-11' },
    response: deposit,
  },
  withdraw: {
    params: { id: account.id },
    body: { amount: '100' },
    response: { ...deposit, kind: 'withdrawal', amount: '-100', clientEntryId: null },
  },
  resetAccount: { params: { id: account.id }, response: { ...account, status: 'closing' } },
  auditAccount: {
    params: { id: account.id },
    query: {},
    response: { account, entries: 1, trades: 1, balanced: true, conclusive: true, differences: [] },
  },
};
