import { baseOf, type MarketSymbol } from '../../domain/market/symbol.ts';
import type { LogRow } from '../../domain/trades/event.ts';
import { feesOf, realizedGross, realizedNet, unrealized } from '../../domain/trades/pnl.ts';
import type { ActiveTrade, ClosedTrade, CloseReason } from '../../domain/trades/trade.ts';
import type { LivePriceJson, SimpleActiveJson, SimpleClosedJson, SimpleLogJson } from '../schemas/simple.ts';
import { filledOf } from './filled.ts';
import { plannedPrice, priceOfEvent } from './log.ts';
import type { AgedQuote } from './market.ts';
import { moment, roundedText } from './primitives.ts';
import { entryPriceOf, exitPriceOf } from './trade.ts';

export const SIMPLE_SYMBOL = 'BTC/USD';

/** The market that `BTC/USD` stands for: the first one of BTC. */
export const simpleMarket = (symbols: readonly MarketSymbol[]): MarketSymbol | undefined =>
  symbols.find((symbol) => baseOf(symbol) === baseOf(SIMPLE_SYMBOL as MarketSymbol));

/** A market under the name that the simple API has for it. */
export const simpleName = (symbol: MarketSymbol, symbols: readonly MarketSymbol[]): string =>
  symbol === simpleMarket(symbols) ? SIMPLE_SYMBOL : symbol;

const number = (text: string): number => Number(text);
const numberOrNull = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Number(text);

/** Exhaustive: a new reason must say what it is here. */
const STATUS_OF: Readonly<Record<CloseReason, SimpleClosedJson['status']>> = {
  stop_loss: 'stopped',
  trailing_stop: 'stopped',
  liquidation: 'stopped',
  take_profit: 'sold',
  manual: 'sold',
  timeout: 'sold',
  daily_close: 'sold',
};

export const presentLivePrice = ({ quote, stale }: AgedQuote): LivePriceJson => ({
  symbol: SIMPLE_SYMBOL,
  price: quote.price,
  change_24h: quote.change24h === undefined ? null : number(roundedText(quote.change24h, 8)),
  change_percent_24h:
    quote.changePercent24h === undefined ? null : number(roundedText(quote.changePercent24h, 4)),
  stale,
});

/** @param last the symbol's last price, where there is one, and whether it is older than the bound of quotes */
export const presentSimpleActive = (
  trade: ActiveTrade,
  symbols: readonly MarketSymbol[],
  last?: { readonly price: number; readonly stale: boolean },
): SimpleActiveJson => {
  const open = last && unrealized(trade, last.price);
  // Nothing is open in a pending trade: it has made exactly nothing.
  const none = trade.status === 'pending' ? 0 : null;
  return {
    id: trade.id,
    user_id: trade.userId,
    symbol: simpleName(trade.symbol, symbols),
    buy_price: numberOrNull(entryPriceOf(trade) ?? plannedPrice(trade.entry)),
    sell_price: numberOrNull(trade.exits.takeProfit),
    stop_loss: numberOrNull(trade.exits.stopLoss),
    quantity: number(trade.quantity),
    status: trade.status === 'open' ? 'bought' : 'pending',
    created_at: moment(trade.createdAt),
    current_price: last?.price ?? null,
    current_price_stale: last?.stale ?? false,
    unrealized_pnl: numberOrNull(open?.gross) ?? none,
    unrealized_pnl_percent: numberOrNull(open?.percent) ?? none,
  };
};

export const presentSimpleClosed = (
  trade: ClosedTrade,
  symbols: readonly MarketSymbol[],
): SimpleClosedJson => ({
  id: trade.id,
  symbol: simpleName(trade.symbol, symbols),
  status: STATUS_OF[trade.closeReason],
  buy_price: number(entryPriceOf(trade) ?? '0'),
  exit_price: number(exitPriceOf(trade) ?? '0'),
  // What of it was filled: all, but for an entry that was ended in between.
  quantity: number(filledOf(trade, ({ leg }) => leg === 'entry')),
  pnl: number(realizedGross(trade)),
  fees: number(feesOf(trade)),
  net_pnl: number(realizedNet(trade)),
  created_at: moment(trade.createdAt),
});

export const presentSimpleLog = (row: LogRow): SimpleLogJson => ({
  id: `${row.tradeId}#${row.seq}`,
  trade_id: row.tradeId,
  message: row.sentence,
  price: numberOrNull(priceOfEvent(row.event)),
  timestamp: moment(row.event.at),
});
