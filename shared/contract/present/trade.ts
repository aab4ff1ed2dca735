import Big from 'big.js';
import { accountOf } from '../../domain/accounts/book.ts';
import { canonical } from '../../domain/money/decimal.ts';
import type { FillRecord } from '../../domain/trades/fill.ts';
import { feesOf, realizedGross, realizedNet, unrealized } from '../../domain/trades/pnl.ts';
import { isActive, type Trade } from '../../domain/trades/trade.ts';
import type { TradeJson } from '../schemas/trade.ts';
import { presentFill } from './fill.ts';
import { presentLegs } from './legs.ts';
import { decimalText, moment, momentOrNull } from './primitives.ts';

/** By quantity; of a single fill exactly its price. */
const averagePrice = (fills: readonly FillRecord[]): string | null => {
  const [first, ...others] = fills;
  if (!first) return null;
  if (others.length === 0) return first.price;
  const quantity = fills.reduce((sum, fill) => sum.plus(fill.quantity), new Big(0));
  const value = fills.reduce((sum, fill) => sum.plus(new Big(fill.price).times(fill.quantity)), new Big(0));
  return canonical(value.div(quantity).round(8, Big.roundHalfEven));
};

export const entryPriceOf = (trade: Trade): string | null =>
  averagePrice(trade.fills.filter((fill) => fill.leg === 'entry'));
export const exitPriceOf = (trade: Trade): string | null =>
  averagePrice(trade.fills.filter((fill) => fill.leg !== 'entry'));

/** What a waiting command is about to make of the trade, the most final first; otherwise its status. */
const stateOf = (trade: Trade): TradeJson['state'] => {
  if (!isActive(trade)) return trade.status;
  const waits = (kind: 'cancel' | 'close' | 'amend') =>
    trade.commands.some((command) => command.kind === kind);
  if (waits('cancel')) return 'cancelling';
  if (waits('close') || (trade.status === 'open' && trade.closeArmedAt !== undefined)) return 'closing';
  return waits('amend') ? 'amending' : trade.status;
};

const exitPrices = (trade: Trade) =>
  trade.status === 'open'
    ? {
        takeProfit: trade.takeProfit?.price ?? trade.exits.takeProfit,
        stopLoss: trade.stopLoss?.price ?? trade.exits.stopLoss,
      }
    : trade.exits;

/** @param last the symbol's last price, where there is one: it values an active trade, and fires nothing */
export const presentTrade = (trade: Trade, last?: number): TradeJson => {
  const open = last === undefined ? undefined : unrealized(trade, last);
  const closed = trade.status === 'closed';
  const exits = exitPrices(trade);
  return {
    id: trade.id,
    accountId: accountOf(trade.accountId),
    clientTradeId: trade.clientTradeId ?? null,
    symbol: trade.symbol,
    venue: trade.venue,
    direction: trade.direction,
    quantity: trade.quantity,
    entry: { ...trade.entry },
    takeProfit: exits.takeProfit ?? null,
    stopLoss: exits.stopLoss ?? null,
    status: trade.status,
    state: stateOf(trade),
    version: trade.version,
    createdAt: moment(trade.createdAt),
    goodTill: momentOrNull(trade.goodTill),
    endedAt: isActive(trade) ? null : moment(trade.endedAt),
    closeReason: closed ? trade.closeReason : null,
    endReason: 'endReason' in trade ? trade.endReason : null,
    legs: presentLegs(trade),
    fills: trade.fills.map(presentFill),
    entryPrice: entryPriceOf(trade),
    exitPrice: exitPriceOf(trade),
    currentPrice: last !== undefined && isActive(trade) ? decimalText(last) : null,
    unrealizedPnl: open?.gross ?? null,
    unrealizedPnlPercent: open?.percent ?? null,
    realizedPnl: trade.fills.some(({ leg }) => leg !== 'entry') ? realizedGross(trade) : null,
    fees: feesOf(trade),
    netPnl: closed ? realizedNet(trade) : null,
  };
};
