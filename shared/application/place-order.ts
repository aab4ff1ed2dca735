import Big from 'big.js';
import type { Instrument } from '../domain/market/instrument.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import { compare, type Money, type Price, type Quantity, quantity, toStep } from '../domain/money/decimal.ts';
import { ok, type Result, refuse, type Violation } from '../domain/problem.ts';
import { type Order, orderOfTrade } from '../domain/trades/order.ts';
import { checkPlan } from '../domain/trades/rules.ts';
import type { EntryPlan } from '../domain/trades/trade.ts';
import { stateForTrading } from './followed-state.ts';
import { openTrade } from './open-trade.ts';
import type { OrderPorts } from './ports.ts';
import { freshPrice } from './read-market.ts';
import { readSale } from './read-order.ts';
import { sellLots } from './sell-lots.ts';
import { followedVenues } from './tick-state.ts';

export interface OrderRequest {
  readonly userId: string;
  readonly accountId: string;
  /** ms, the request's own time. */
  readonly now: number;
  readonly side: 'buy' | 'sell';
  readonly symbol: MarketSymbol;
  /** Absent: at the market. */
  readonly limit?: Price;
  /** Of the base currency, or of the quote currency. */
  readonly size: { readonly quantity: Quantity } | { readonly amount: Money };
  readonly clientOrderId?: string;
  readonly bodyHash: string;
}

interface Known {
  readonly instrument: Instrument;
  readonly last: number | undefined;
}

const knownOf = async (ports: OrderPorts, { symbol, now, userId }: OrderRequest): Promise<Result<Known>> => {
  const followed = await stateForTrading(ports, symbol, { userId, now });
  if (!followed.ok) return followed;
  const state = followed.value;
  const venues = followedVenues(ports.settings.feeds, state, symbol);
  const instrument = venues.length === 0 ? undefined : await ports.market.instrument(venues, symbol);
  return instrument
    ? ok({ instrument, last: freshPrice(ports.settings, state, symbol, now) })
    : refuse('price_unavailable', `no exchange has answered for ${symbol} yet: try again in a moment`);
};

/** An amount is as many lots as it pays for at the limit, or at the last price. */
const quantityOf = ({ size, limit }: OrderRequest, { instrument, last }: Known): Result<Quantity> => {
  if ('quantity' in size) return ok(size.quantity);
  const at = limit ?? last;
  if (at === undefined)
    return refuse('price_unavailable', 'there is no fresh price to turn the amount into a quantity');
  const exact = toStep(new Big(size.amount).div(at), instrument.lotSize, 'down');
  return compare(exact, 0) > 0
    ? ok(quantity(exact))
    : refuse('invalid_trade', 'the order breaks a rule', [
        {
          field: 'amount',
          code: 'amount_too_small',
          message: `amount must pay for at least one lot, ${instrument.lotSize}`,
        },
      ]);
};

/** Of a trade's rules, in the words of an order. */
const FIELDS: Readonly<Record<string, string>> = { 'entry.limit': 'limit' };
const renamed = ({ field, code, message }: Violation): Violation => ({
  field: FIELDS[field] ?? field,
  code,
  message: message.replaceAll('entry.limit', 'limit'),
});

/** A spot order of the terminal: a purchase is a trade without exits, a sale closes such trades, first in, first out. */
export const placeOrder = async (
  ports: OrderPorts,
  request: OrderRequest,
): Promise<Result<{ order: Order; repeated: boolean }>> => {
  const { userId, accountId, symbol, now, limit, side, clientOrderId, bodyHash } = request;
  const earlier = clientOrderId === undefined ? undefined : await ports.trades.earlier(userId, clientOrderId);
  if (earlier && side === 'sell') {
    if (earlier.bodyHash !== bodyHash)
      return refuse('client_id_conflict', `the client id was used before, for ${earlier.tradeId}`);
    const sale = await ports.sales.load(userId, earlier.tradeId);
    return sale
      ? ok({ order: await readSale(ports, sale), repeated: true })
      : refuse('not_found', `order ${earlier.tradeId} is gone`);
  }
  const known = await knownOf(ports, request);
  if (!known.ok) return known;
  // A repeat is answered as the first was, whatever an amount would buy by now.
  const wanted = earlier ? ok(quantity(1)) : quantityOf(request, known.value);
  if (!wanted.ok) return wanted;
  const entry: EntryPlan = limit === undefined ? { type: 'market' } : { type: 'limit', limit };
  const plan = { symbol, direction: 'long', quantity: wanted.value, entry, exits: {} } as const;
  if (side === 'sell') {
    const { instrument, last } = known.value;
    // What is left of a holding may be worth less than the market's least order.
    const broken = checkPlan(plan, instrument, last)
      .filter(({ code }) => code !== 'below_min_notional')
      .map(renamed);
    if (broken.length > 0) return refuse('invalid_trade', 'the order breaks a rule', broken);
    const sold = await sellLots(ports, { ...request, quantity: wanted.value });
    // The same request at the same moment may be selling the very lots that this one lacks.
    if (!sold.ok && clientOrderId !== undefined && (await ports.trades.earlier(userId, clientOrderId)))
      return placeOrder(ports, request);
    return sold.ok
      ? ok({ order: await readSale(ports, sold.value.sale), repeated: sold.value.repeated })
      : sold;
  }
  const opened = await openTrade(ports, {
    userId,
    accountId,
    now,
    plan,
    bodyHash,
    ...(clientOrderId === undefined ? {} : { clientTradeId: clientOrderId }),
  });
  if (opened.ok) {
    const { trade, repeated } = opened.value;
    return ok({ order: orderOfTrade(trade), repeated });
  }
  return { ok: false, problem: { ...opened.problem, violations: opened.problem.violations.map(renamed) } };
};
