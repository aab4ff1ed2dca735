import { accountOf } from '../../domain/accounts/book.ts';
import type { Position } from '../../domain/accounts/positions.ts';
import { percentOf, type Valuation } from '../../domain/accounts/valuation.ts';
import type { Money } from '../../domain/money/decimal.ts';
import type { PortfolioHistoryJson, PortfolioJson, PositionJson } from '../schemas/portfolio.ts';
import { decimalText, moment } from './primitives.ts';

/** @param stale what is valued at a price older than its bound */
export const presentPosition = (position: Position, total: Money, stale: readonly string[]): PositionJson => {
  const { valued } = position;
  return {
    symbol: position.symbol,
    direction: position.direction,
    quantity: position.quantity,
    averageCost: position.averageCost,
    cost: position.cost,
    trades: position.trades,
    currentPrice: valued ? decimalText(valued.price) : null,
    stale: stale.includes(position.symbol),
    value: valued?.value ?? null,
    unrealizedPnl: valued?.unrealizedPnl ?? null,
    unrealizedPnlPercent: valued ? (percentOf(valued.unrealizedPnl, position.cost) ?? null) : null,
    share: valued ? (percentOf(valued.value, total) ?? null) : null,
  };
};

export const presentPortfolio = (
  accountId: string,
  value: Valuation & { readonly stale: readonly string[] },
  day: { readonly pnl: Money; readonly base: Money },
  now: number,
): PortfolioJson => ({
  account: accountOf(accountId),
  currency: 'USD',
  time: moment(now),
  cash: value.cash,
  reserved: value.reserved,
  positions: value.positions,
  total: value.total,
  netDeposits: value.paidIn,
  allTimePnl: value.allTimePnl,
  allTimePnlPercent: percentOf(value.allTimePnl, value.paidIn) ?? null,
  dayPnl: day.pnl,
  dayPnlPercent: percentOf(day.pnl, day.base) ?? null,
  unpriced: [...value.unpriced],
  stale: [...value.stale],
});

export const presentSample = (sample: {
  readonly time: number;
  readonly total: Money;
  readonly paidIn: Money;
  readonly stale?: true | undefined;
}): PortfolioHistoryJson['items'][number] => ({
  time: moment(sample.time),
  total: sample.total,
  netDeposits: sample.paidIn,
  stale: sample.stale ?? false,
});
