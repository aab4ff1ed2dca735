import type { BookPorts } from '../../shared/application/ports.ts';
import { readLedger } from '../../shared/application/read-ledger.ts';
import { dayPnl, portfolioHistory, readPortfolio } from '../../shared/application/read-portfolio.ts';
import { bookOperations } from '../../shared/contract/operations/books.ts';
import { presentAccountFill, presentLedgerEntry } from '../../shared/contract/present/ledger.ts';
import { ledgerCsv } from '../../shared/contract/present/ledger-csv.ts';
import { presentPortfolio, presentPosition, presentSample } from '../../shared/contract/present/portfolio.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { CSV_TYPE, nextLink, wantsCsv } from './csv.ts';
import { pageRequest } from './page-request.ts';

const route = routesOf(bookOperations);

/** What a book holds, and what it is worth. */
export const bookRoutes = (ports: BookPorts): Route[] => [
  route('listLedger', async ({ userId, query, event }) => {
    const { account, limit, cursor, ...filter } = query;
    const request = { userId, accountId: account, ...filter, ...pageRequest({ limit, cursor }) };
    const { items, next } = unwrap(await readLedger(ports, request));
    const body = { items: items.map(presentLedgerEntry), next: next ?? null };
    if (!wantsCsv(event)) return { body };
    return {
      body,
      text: ledgerCsv(body.items),
      headers: {
        ...CSV_TYPE,
        ...nextLink(event, '/v1/ledger', next === undefined ? undefined : { cursor: next }),
      },
    };
  }),

  route('listFills', async ({ userId, query }) => {
    const { account, limit, cursor, ...filter } = query;
    const request = { userId, accountId: account, kind: 'fill' as const, ...filter };
    const { items, next } = unwrap(
      await readLedger(ports, { ...request, ...pageRequest({ limit, cursor }) }),
    );
    const fills = items.flatMap((entry) => (entry.kind === 'fill' ? [presentAccountFill(entry)] : []));
    return { body: { items: fills, next: next ?? null } };
  }),

  route('listPositions', async ({ userId, now, query }) => {
    const { items, total, stale } = unwrap(
      await readPortfolio(ports, { userId, accountId: query.account, now }),
    );
    return {
      body: {
        account: query.account,
        time: moment(now),
        items: items.map((position) => presentPosition(position, total, stale)),
      },
    };
  }),

  route('getPortfolio', async ({ userId, now, query }) => {
    const portfolio = unwrap(await readPortfolio(ports, { userId, accountId: query.account, now }));
    const day = await dayPnl(ports, portfolio, now);
    return { body: presentPortfolio(query.account, portfolio, day, now) };
  }),

  route('getPortfolioHistory', async ({ userId, now, query }) => {
    const { account, period } = query;
    const samples = unwrap(await portfolioHistory(ports, { userId, accountId: account, period, now }));
    return { body: { account, period, items: samples.map(presentSample) } };
  }),
];
