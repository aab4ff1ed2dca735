import { auditAccount } from '../../shared/application/audit-account.ts';
import { bookCash } from '../../shared/application/book-cash.ts';
import {
  changeAccount,
  closeAccount,
  createAccount,
  getAccount,
  listAccounts,
} from '../../shared/application/manage-accounts.ts';
import type { BookPorts } from '../../shared/application/ports.ts';
import { resetAccount } from '../../shared/application/reset-account.ts';
import { accountOperations } from '../../shared/contract/operations/accounts.ts';
import { presentAccount, presentAudit } from '../../shared/contract/present/account.ts';
import { presentCashEntry } from '../../shared/contract/present/ledger.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';

const route = routesOf(accountOperations);

/** Without what is absent. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** `/v1/accounts` and what is below. */
export const accountRoutes = (ports: BookPorts): Route[] => [
  route('listAccounts', async ({ userId, now }) => ({
    body: { items: (await listAccounts(ports, { userId, now })).map(presentAccount) },
  })),

  route('createAccount', async ({ userId, now, body }) => {
    const { id, openingBalance, ...settings } = body;
    const account = unwrap(
      await createAccount(ports, { userId, now, accountId: id, settings, openingBalance }),
    );
    return {
      headers: { location: `/v1/accounts/${account.accountId}` },
      body: presentAccount(account),
    };
  }),

  route('getAccount', async ({ userId, now, params }) => {
    const account = unwrap(await getAccount(ports, { userId, accountId: params.id, now }));
    return { body: presentAccount(account) };
  }),

  route('changeAccount', async ({ userId, now, params, body }) => {
    const changes = given(body);
    const account = unwrap(await changeAccount(ports, { userId, accountId: params.id, now, changes }));
    return { body: presentAccount(account) };
  }),

  route('closeAccount', async ({ userId, now, params }) => {
    const account = unwrap(await closeAccount(ports, { userId, accountId: params.id, now }));
    return { body: presentAccount(account) };
  }),

  route('deposit', async ({ userId, now, params, body }) => {
    const request = { userId, accountId: params.id, now, kind: 'deposit' as const, ...body };
    const { entry, repeated } = unwrap(await bookCash(ports, request));
    return { status: repeated ? 200 : 201, body: presentCashEntry(entry) };
  }),

  route('withdraw', async ({ userId, now, params, body }) => {
    const request = { userId, accountId: params.id, now, kind: 'withdrawal' as const, ...body };
    const { entry, repeated } = unwrap(await bookCash(ports, request));
    return { status: repeated ? 200 : 201, body: presentCashEntry(entry) };
  }),

  route('resetAccount', async ({ userId, now, params }) => {
    const account = unwrap(await resetAccount(ports, { userId, accountId: params.id, now }));
    return { body: presentAccount(account) };
  }),

  route('auditAccount', async ({ userId, params, query }) => {
    const audit = unwrap(await auditAccount(ports, { userId, accountId: params.id, book: query.book }));
    return { body: presentAudit(audit) };
  }),
];
