import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { Price, Quantity } from '../domain/money/decimal.ts';
import { subtract } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { type Allotment, allot, freeLots } from '../domain/trades/allocate.ts';
import { decidePartialClose, MAX_PARTIAL_CLOSES } from '../domain/trades/decide.ts';
import type { Sale } from '../domain/trades/order.ts';
import { isReadable, type Settlement, StoreUnavailableError } from '../ports/trade-store.ts';
import { parkMark } from './command-trade.ts';
import { findBatch } from './homes.ts';
import { activeOf } from './open-trades.ts';
import type { OrderPorts } from './ports.ts';
import { requestTick } from './request-tick.ts';
import { settlementOf } from './settlement.ts';
import { armingTime, emptyBatch } from './tick-state.ts';

/** Each lot takes two actions of a transaction, the order three, and a transaction takes a hundred. */
export const MOST_LOTS = 48;
const MAX_TRIES = 8;
const PAUSE = 25;

export interface SaleRequest {
  readonly userId: string;
  readonly accountId: string;
  /** ms, the request's own time. */
  readonly now: number;
  readonly symbol: MarketSymbol;
  readonly quantity: Quantity;
  readonly limit?: Price;
  readonly clientOrderId?: string;
  readonly bodyHash: string;
}

type Taken = { readonly parts: readonly Allotment[]; readonly bookId: string };

/** The lots of an account that hold this quantity, as they are now: found by the index, read strongly. */
const lotsFor = async (ports: OrderPorts, request: SaleRequest): Promise<Result<Taken>> => {
  const account = await ports.accounts.load(request.userId, request.accountId);
  if (account?.status !== 'active')
    return refuse('no_account', `there is no open account ${request.accountId}`);
  const listed = await activeOf(ports, account);
  const keys = listed
    .filter(({ symbol }) => symbol === request.symbol)
    .map(({ userId, id }) => ({ userId, tradeId: id }));
  const found = keys.length === 0 ? [] : await ports.trades.loadMany(keys);
  const lots = freeLots(found.filter(isReadable), request.limit !== undefined);
  const { parts, missing } = allot(lots, request.quantity);
  if (Number(missing) > 0) {
    const held = subtract(request.quantity, missing);
    return refuse('insufficient_holdings', `${request.quantity} are to be sold, and ${held} can be`, [
      {
        field: 'quantity',
        code: 'insufficient_holdings',
        message: `at most ${held}: what is open without exits of its own, not being sold already, and not a lot of which ${MAX_PARTIAL_CLOSES} parts wait`,
      },
    ]);
  }
  return parts.length > MOST_LOTS
    ? refuse(
        'too_many_lots',
        `the sale would touch ${parts.length} lots, at most ${MOST_LOTS}: sell in parts`,
      )
    : ok({ parts, bookId: account.accountId });
};

/** Sells lots without exits, first in, first out: a command on each, all or none. */
export const sellLots = async (
  ports: OrderPorts,
  request: SaleRequest,
): Promise<Result<{ sale: Sale; repeated: boolean }>> => {
  const { userId, symbol, now, limit, clientOrderId } = request;
  const id = ports.newId(now);
  const state = await ports.market.loadBatch((await findBatch(ports, symbol)) ?? 0);
  const known = state ?? emptyBatch(0);
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const taken = await lotsFor(ports, request);
    if (!taken.ok) return taken;
    const { parts, bookId } = taken.value;
    const sale: Sale = {
      id,
      userId,
      accountId: bookId,
      symbol,
      quantity: request.quantity,
      ...(limit === undefined ? {} : { limit }),
      parts: parts.map(({ trade, quantity }) => ({ tradeId: trade.id, quantity })),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      createdAt: now,
    };
    const settlements: Settlement[] = [];
    for (const { trade, quantity } of parts) {
      const part = { id, quantity, ...(limit === undefined ? {} : { limit }) };
      const decided = decidePartialClose(trade, part, armingTime(known, trade.venue, symbol, now));
      if (!decided.ok) return decided;
      const settlement = settlementOf(trade, { events: decided.value });
      if (settlement) settlements.push({ ...settlement, trade: { ...settlement.trade, ...parkMark(trade) } });
    }
    const outcome = await ports.sales.place(sale, settlements, request.bodyHash);
    if (outcome === 'taken') return repeat(ports, request);
    if (outcome === 'no_account')
      return refuse('no_account', `there is no open account ${request.accountId}`);
    if (outcome.length === 0) {
      await requestTick(ports, symbol, now);
      return ok({ sale, repeated: false });
    }
    await ports.sleep(Math.random() * PAUSE * 2 ** Math.min(attempt, 4));
  }
  throw new StoreUnavailableError(`the lots of ${symbol} changed each time they were to be sold`);
};

/** Two requests with one client id at the same moment: the other was first. */
const repeat = async (
  ports: OrderPorts,
  { userId, clientOrderId = '', bodyHash }: SaleRequest,
): Promise<Result<{ sale: Sale; repeated: boolean }>> => {
  const first = await ports.trades.earlier(userId, clientOrderId);
  if (!first || first.bodyHash !== bodyHash)
    return refuse(
      'client_id_conflict',
      `the client id was used before, for ${first?.tradeId ?? 'another order'}`,
    );
  const sale = await ports.sales.load(userId, first.tradeId);
  return sale ? ok({ sale, repeated: true }) : refuse('not_found', 'the order made first is gone');
};
