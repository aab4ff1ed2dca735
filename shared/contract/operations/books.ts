import type { Operation } from '../operation.ts';
import { fillPage, fillsQuery, ledgerPage, ledgerQuery } from '../schemas/ledger.ts';
import {
  portfolioHistoryQuery,
  portfolioHistorySchema,
  portfolioQuery,
  portfolioSchema,
  positionList,
} from '../schemas/portfolio.ts';

const about = { group: 'accounts', auth: 'bearer', method: 'GET', scope: 'read', status: 200 } as const;

export const bookOperations = [
  {
    ...about,
    id: 'listLedger',
    path: '/v1/ledger',
    summary: 'The lines of a book, newest first: deposits, withdrawals, and fills with their fees',
    query: ledgerQuery,
    response: ledgerPage,
    alsoType: 'text/csv',
    errors: ['not_found', 'invalid_cursor'],
  },
  {
    ...about,
    id: 'listFills',
    path: '/v1/fills',
    summary: 'The fills of an account, newest first, each with its evidence',
    query: fillsQuery,
    response: fillPage,
    errors: ['not_found', 'invalid_cursor'],
  },
  {
    ...about,
    id: 'listPositions',
    path: '/v1/positions',
    summary: 'What is open in an account, by symbol and direction, the largest first',
    query: portfolioQuery,
    response: positionList,
    errors: ['not_found'],
  },
  {
    ...about,
    id: 'getPortfolio',
    path: '/v1/portfolio',
    summary: 'What an account holds and is worth now',
    query: portfolioQuery,
    response: portfolioSchema,
    errors: ['not_found'],
  },
  {
    ...about,
    id: 'getPortfolioHistory',
    path: '/v1/portfolio/history',
    summary: 'What an account was worth over time',
    query: portfolioHistoryQuery,
    response: portfolioHistorySchema,
    errors: ['not_found'],
  },
] as const satisfies readonly Operation[];
