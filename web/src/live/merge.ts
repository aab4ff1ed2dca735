import Big from 'big.js';
import { percentOf } from '../../../shared/domain/accounts/valuation.ts';
import type { Overview, PositionView, PriceView, TradeView } from '../api.ts';

/** The trade as of the symbol's last price: what is open, valued at it. The API rounds the average entry, so do we. */
export const valued = (trade: TradeView, price: string, stale = false): TradeView => {
  if (trade.status !== 'open' && trade.status !== 'pending') return trade;
  if (trade.currentPrice === price && trade.currentPriceStale === stale) return trade;
  const told = { ...trade, currentPrice: price, currentPriceStale: stale };
  if (trade.status === 'pending' || trade.entryPrice === null) return told;
  const paid = new Big(trade.entryPrice).times(trade.openQuantity);
  const worth = new Big(price).times(trade.openQuantity);
  const gross = trade.direction === 'long' ? worth.minus(paid) : paid.minus(worth);
  return {
    ...told,
    unrealizedPnl: gross.round(8, Big.roundHalfEven).toFixed(),
    unrealizedPnlPercent: paid.eq(0) ? '0' : gross.div(paid).times(100).round(4, Big.roundHalfEven).toFixed(),
  };
};

/** A position as of the symbol's last price, by the rules of the API; its share stays what it was. */
export const valuedPosition = (position: PositionView, { price, stale }: PriceView): PositionView => {
  // The same price told twice is stale once either says so.
  if (position.currentPrice === price && (position.stale || !stale)) return position;
  const value = new Big(price).times(position.quantity).round(8, Big.roundHalfEven);
  const gross =
    position.direction === 'long' ? value.minus(position.cost) : new Big(position.cost).minus(value);
  return {
    ...position,
    currentPrice: price,
    stale,
    value: value.toFixed(),
    unrealizedPnl: gross.toFixed(),
    unrealizedPnlPercent: percentOf(gross.toFixed(), position.cost) ?? null,
  };
};

/** The overview with these prices in place of older ones, and its trades valued by them. */
export const withPrices = (overview: Overview, news: readonly PriceView[]): Overview => {
  const bySymbol = new Map(news.map((price) => [price.symbol, price]));
  const fresher = (price: PriceView): PriceView => {
    const next = bySymbol.get(price.symbol);
    if (!next || next.time < price.time) return price;
    // A price only grows older: told twice, it is stale once either says so.
    return next.time === price.time ? { ...next, stale: next.stale || price.stale } : next;
  };
  const prices = overview.prices.map(fresher);
  const known = new Set(prices.map(({ symbol }) => symbol));
  const all = [...prices, ...news.filter(({ symbol }) => !known.has(symbol))];
  const current = new Map(all.map((price) => [price.symbol, price]));
  const active = overview.active.map((trade) => {
    const price = bySymbol.has(trade.symbol) ? current.get(trade.symbol) : undefined;
    return price === undefined ? trade : valued(trade, price.price, price.stale);
  });
  // Whether all is well again only a whole answer says.
  const stale = overview.market.stale || news.some((price) => price.stale);
  return { ...overview, market: { ...overview.market, stale }, prices: all, active };
};

const isActive = ({ status }: TradeView): boolean => status === 'pending' || status === 'open';

/** Put where it belongs: among the active, newest first; a closed one at the head of the history; an ended one nowhere. */
export const withTrade = (overview: Overview, trade: TradeView): Overview => {
  const price = overview.prices.find(({ symbol }) => symbol === trade.symbol);
  const shown = price === undefined ? trade : valued(trade, price.price, price.stale);
  const others = (trades: readonly TradeView[]): TradeView[] => trades.filter(({ id }) => id !== trade.id);
  if (isActive(trade)) {
    const known = overview.active.some(({ id }) => id === trade.id);
    const active = known
      ? overview.active.map((one) => (one.id === trade.id ? shown : one))
      : [shown, ...overview.active];
    return { ...overview, active };
  }
  const history = trade.status === 'closed' ? [shown, ...others(overview.history)] : others(overview.history);
  return { ...overview, active: others(overview.active), history };
};

/**
 * An answer beside what the socket has brought since it was asked for: of each trade the higher version, of each price the
 * later one. `since`: trades of which an update came after the question; the answer may not know them yet. `watched`: symbols
 * whose prices the socket brings, whether or not the answer has them: what one only looks at is not in it.
 */
export const newerOf = (
  answer: Overview,
  cached: Overview | undefined,
  since: ReadonlySet<string>,
  watched: ReadonlySet<string> = new Set(),
): Overview => {
  if (!cached) return answer;
  const priced = withPrices(
    answer,
    cached.prices.filter(
      ({ symbol }) => watched.has(symbol) || answer.prices.some((one) => one.symbol === symbol),
    ),
  );
  return [...cached.history, ...cached.active].reduce((merged, trade) => {
    const answered = [...merged.active, ...merged.history].find(({ id }) => id === trade.id);
    const isNewer = answered ? trade.version > answered.version : since.has(trade.id) && isActive(trade);
    return isNewer ? withTrade(merged, trade) : merged;
  }, priced);
};
