import Big from 'big.js';
import { accountOf } from '../../domain/accounts/book.ts';
import { canonical, compare, MONEY_DECIMALS } from '../../domain/money/decimal.ts';
import type { FillRecord } from '../../domain/trades/fill.ts';
import { feesOf, openQuantity, realizedGross, realizedNet, unrealized } from '../../domain/trades/pnl.ts';
import { isActive, type Trade } from '../../domain/trades/trade.ts';
import type { TradeJson } from '../schemas/trade.ts';
import { presentExits } from './exits.ts';
import { presentFill } from './fill.ts';
import { filledOf } from './filled.ts';
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

/** All that is open is on its way out at the market; a limit behind a stop may still be taken back. */
const isLeaving = (trade: Trade): boolean =>
  trade.status === 'open' &&
  (trade.closeArmedAt !== undefined || (trade.exiting !== undefined && trade.exiting.limit === undefined));

/** What a waiting command is about to make of the trade, the most final first; otherwise its status. */
const stateOf = (trade: Trade): TradeJson['state'] => {
  if (!isActive(trade)) return trade.status;
  const waits = (kind: 'cancel' | 'close' | 'amend') =>
    trade.commands.some((command) => command.kind === kind);
  if (waits('cancel')) return 'cancelling';
  if (waits('close') || isLeaving(trade)) return 'closing';
  return waits('amend') ? 'amending' : trade.status;
};

/** As planned; a stop that has moved to break-even where it is now. */
const exitsOf = (trade: Trade) => {
  const stopLoss = trade.status === 'open' ? trade.stopLoss?.price : undefined;
  return presentExits(stopLoss === undefined ? trade.exits : { ...trade.exits, stopLoss });
};

/** What the worse readings made of it, and what the better ones would have; null where none was in doubt. */
const readingsOf = (trade: Trade): TradeJson['readings'] => {
  if (trade.status !== 'closed' || trade.upside === undefined || compare(trade.upside, 0) === 0) return null;
  const taken = realizedNet(trade);
  const better = new Big(taken).plus(trade.upside).round(MONEY_DECIMALS, Big.roundHalfEven);
  return { pessimistic: { netPnl: taken }, optimistic: { netPnl: canonical(better) } };
};

/**
 * @param last the symbol's last price, where there is one: it values an active trade, and fires nothing
 * @param stale that price is older than the bound of quotes
 */
export const presentTrade = (trade: Trade, last?: number, stale = false): TradeJson => {
  const open = last === undefined ? undefined : unrealized(trade, last);
  const closed = trade.status === 'closed';
  return {
    id: trade.id,
    accountId: accountOf(trade.accountId),
    clientTradeId: trade.clientTradeId ?? null,
    symbol: trade.symbol,
    venue: trade.venue,
    direction: trade.direction,
    quantity: trade.quantity,
    entry: { ...trade.entry },
    ...exitsOf(trade),
    participation: trade.execution?.participation ?? null,
    visible: trade.execution?.visible ?? null,
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
    filledQuantity: filledOf(trade, ({ leg }) => leg === 'entry'),
    openQuantity: openQuantity(trade),
    entryPrice: entryPriceOf(trade),
    exitPrice: exitPriceOf(trade),
    currentPrice: last !== undefined && isActive(trade) ? decimalText(last) : null,
    currentPriceStale: stale && last !== undefined && isActive(trade),
    unrealizedPnl: open?.gross ?? null,
    unrealizedPnlPercent: open?.percent ?? null,
    realizedPnl: trade.fills.some(({ leg }) => leg !== 'entry') ? realizedGross(trade) : null,
    fees: feesOf(trade),
    netPnl: closed ? realizedNet(trade) : null,
    readings: readingsOf(trade),
  };
};
