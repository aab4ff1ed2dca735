import type { AccountJson } from '../schemas/account.ts';
import type { AccountFillJson, CashEntryJson, FillEntryJson } from '../schemas/ledger.ts';
import type { PortfolioJson, PositionJson } from '../schemas/portfolio.ts';
import { logRow, openTrade, TRADE_ID } from './samples.ts';

/** The examples of accounts and books: one purchase of 0.05 BTC at 64000, fee 19.2, out of 100000. */
export const account: AccountJson = {
  id: 'main',
  book: 1,
  name: 'main',
  currency: 'USD',
  status: 'active',
  cash: '96780.8',
  reserved: '0',
  deposits: '100000',
  withdrawals: '0',
  realizedPnl: '0',
  fees: '19.2',
  fillCount: 1,
  openingBalance: '100000',
  version: 2,
  makerRate: '0.006',
  takerRate: '0.006',
  slippageBps: 0,
  createdAt: '2026-11-20T09:00:00.000Z',
};

export const newAccount: AccountJson = {
  ...account,
  id: 'swing',
  name: 'Swing trades',
  cash: '5000',
  deposits: '5000',
  fees: '0',
  fillCount: 0,
  openingBalance: '5000',
  version: 0,
};

export const deposit: CashEntryJson = {
  id: '01KAH2X3M5T7R9V1B2C4D6F8G0',
  kind: 'deposit',
  time: '2026-11-20T09:31:10.000Z',
  amount: '2500',
  clientEntryId: 'salary-11',
};

const [entryFill] = openTrade.fills;
if (!entryFill || !logRow.evidence) throw new Error('the examples have lost their fill');

const ofTrade = {
  tradeId: TRADE_ID,
  symbol: openTrade.symbol,
  venue: openTrade.venue,
  direction: openTrade.direction,
  side: 'buy',
} as const;

export const fillEntry: FillEntryJson = { ...entryFill, kind: 'fill', amount: '-3219.2', ...ofTrade };
export const accountFill: AccountFillJson = { ...entryFill, ...ofTrade, evidence: logRow.evidence };

export const position: PositionJson = {
  symbol: 'BTC/USDT',
  direction: 'long',
  quantity: '0.05',
  averageCost: '64000',
  cost: '3200',
  trades: 1,
  currentPrice: '64500',
  stale: false,
  value: '3225',
  unrealizedPnl: '25',
  unrealizedPnlPercent: '0.7812',
  share: '3.2248',
};

export const portfolio: PortfolioJson = {
  account: 'main',
  currency: 'USD',
  time: '2026-11-20T09:40:00.000Z',
  cash: '96780.8',
  reserved: '0',
  positions: '3225',
  total: '100005.8',
  netDeposits: '100000',
  allTimePnl: '5.8',
  allTimePnlPercent: '0.0058',
  dayPnl: '5.8',
  dayPnlPercent: '0.0058',
  unpriced: [],
  stale: [],
};
