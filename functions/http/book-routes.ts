import type { BookPorts } from '../../shared/application/ports.ts';
import { readLedger } from '../../shared/application/read-ledger.ts';
import { dayPnl, portfolioHistory, readPortfolio } from '../../shared/application/read-portfolio.ts';
import { presentAccountFill, presentLedgerEntry } from '../../shared/contract/present/ledger.ts';
import { ledgerCsv } from '../../shared/contract/present/ledger-csv.ts';
import { presentPortfolio, presentPosition, presentSample } from '../../shared/contract/present/portfolio.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { type Route, route } from '../define-handler.ts';
import type { HttpEvent } from '../middleware/http-event.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { pageRequest } from './page-request.ts';

const CSV = 'text/csv';

/** Whoever names CSV gets it; browsers and most programs name JSON, or anything. */
const wantsCsv = (event: HttpEvent): boolean => {
  const accept = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'accept')?.[1];
  return (accept ?? '').split(',').some((type) => type.split(';')[0]?.trim().toLowerCase() === CSV);
};

/** The page after this one, as RFC 8288 has it: a CSV has no room for a cursor. */
const nextLink = (event: HttpEvent, next: string | undefined): Record<string, string> => {
  if (next === undefined) return {};
  const query = new URLSearchParams(
    Object.entries({ ...event.queryStringParameters, cursor: next }).map(
      ([name, value = '']): [string, string] => [name, value],
    ),
  );
  return { link: `</v1/ledger?${query.toString()}>; rel="next"` };
};

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
      headers: { 'content-type': `${CSV}; charset=utf-8`, ...nextLink(event, next) },
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
    const { items, total } = unwrap(await readPortfolio(ports, { userId, accountId: query.account, now }));
    return {
      body: {
        account: query.account,
        time: moment(now),
        items: items.map((position) => presentPosition(position, total)),
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
