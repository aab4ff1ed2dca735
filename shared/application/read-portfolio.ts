import type { Account } from '../domain/accounts/account.ts';
import { heldFor, imbalanceOf } from '../domain/accounts/funds.ts';
import { type Position, positionsOf } from '../domain/accounts/positions.ts';
import { type Valuation, valuationOf } from '../domain/accounts/valuation.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import { add, compare, type Money, subtract } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { ValueSample } from '../ports/ledger-store.ts';
import { activeOf } from './open-trades.ts';
import type { BookPorts, RequestPorts } from './ports.ts';
import { quotesOf } from './read-market.ts';

const DAY = 86_400_000;
/** The index of open trades lags behind the account by milliseconds: read again where the two do not agree. */
const MAX_READS = 3;

/** True where the account's counters and these trades tell of the same moment. */
const agree = (account: Account, trades: readonly Trade[]): boolean =>
  compare(imbalanceOf(account, trades), 0) === 0 &&
  compare(account.reserved, add(...trades.map(heldFor))) === 0;

/** An account and its pending and open trades, as of one moment where that can be had. */
export const readTogether = async (
  ports: Pick<RequestPorts, 'trades'>,
  load: () => Promise<Account | undefined>,
): Promise<{ account: Account; trades: Trade[]; together: boolean } | undefined> => {
  for (let read = 1; ; read++) {
    const account = await load();
    if (!account) return undefined;
    const trades = await activeOf(ports, account);
    const together = agree(account, trades);
    if (together || read === MAX_READS) return { account, trades, together };
  }
};

export interface Portfolio extends Valuation {
  readonly account: Account;
  readonly items: readonly Position[];
}

export interface CurrentPortfolio extends Portfolio {
  /** What is held and valued at a price older than its bound. */
  readonly stale: readonly MarketSymbol[];
}

export const portfolioAt = (
  account: Account,
  trades: readonly Trade[],
  prices: ReadonlyMap<MarketSymbol, number>,
): Portfolio => {
  const items = positionsOf(trades, prices);
  return { account, items, ...valuationOf(account, items) };
};

/** What an account holds and is worth now: from its counters and its open trades, whatever lies behind them. */
export const readPortfolio = async (
  ports: Pick<RequestPorts, 'accounts' | 'trades' | 'market' | 'settings' | 'roster'>,
  request: { readonly userId: string; readonly accountId: string; readonly now: number },
): Promise<Result<CurrentPortfolio>> => {
  const read = await readTogether(ports, () => ports.accounts.load(request.userId, request.accountId));
  if (!read) return refuse('not_found', `there is no account ${request.accountId}`);
  const symbols = read.trades.map(({ symbol }) => symbol);
  const quotes = await quotesOf(ports, symbols, request.now);
  const prices = new Map(quotes.map(({ quote }) => [quote.symbol, quote.price]));
  const portfolio = portfolioAt(read.account, read.trades, prices);
  const held = new Set(portfolio.items.map(({ symbol }) => symbol));
  const stale = quotes.flatMap((view) =>
    view.stale && held.has(view.quote.symbol) ? view.quote.symbol : [],
  );
  return ok({ ...portfolio, stale });
};

/** What trading has made since the last midnight (UTC): of an account without a sample before it, since its beginning. */
export const dayPnl = async (
  ports: Pick<BookPorts, 'values'>,
  portfolio: Portfolio,
  now: number,
): Promise<{ readonly pnl: Money; readonly base: Money }> => {
  const midnight = Math.floor(now / DAY) * DAY;
  const before = await ports.values.lastBefore(portfolio.account, midnight);
  const base = before ?? {
    total: portfolio.account.openingBalance,
    paidIn: portfolio.account.openingBalance,
  };
  const then = subtract(base.total, base.paidIn);
  return { pnl: subtract(portfolio.allTimePnl, then), base: base.total };
};

/** Length in ms, and which samples tell it. */
export const PERIODS = {
  '1d': { length: DAY, resolution: 'hours' },
  '1w': { length: 7 * DAY, resolution: 'hours' },
  '1m': { length: 30 * DAY, resolution: 'hours' },
  '1y': { length: 365 * DAY, resolution: 'coarse' },
  all: { length: Number.POSITIVE_INFINITY, resolution: 'coarse' },
} as const;
export type Period = keyof typeof PERIODS;

/** The value over a period: as it was at its beginning, the samples within, and as it is now. */
export const portfolioHistory = async (
  ports: BookPorts,
  request: {
    readonly userId: string;
    readonly accountId: string;
    readonly period: Period;
    readonly now: number;
  },
): Promise<Result<ValueSample[]>> => {
  const { now } = request;
  const read = await readPortfolio(ports, request);
  if (!read.ok) return read;
  const { account, total, paidIn, stale } = read.value;
  const { length, resolution } = PERIODS[request.period];
  const from = Math.max(account.createdAt ?? 0, now - length, 0);
  const [before, within] = await Promise.all([
    from > 0 ? ports.values.lastBefore(account, from - 1) : undefined,
    ports.values.list(account, { from, to: now - 1 }, resolution),
  ]);
  // Without a sample nothing had been booked by then.
  const start = before ?? { total: account.openingBalance, paidIn: account.openingBalance };
  return ok([
    ...(from > 0 && from < now ? [{ ...start, time: from }] : []),
    ...within,
    { time: now, total, paidIn, ...(stale.length > 0 ? { stale: true as const } : {}) },
  ]);
};
