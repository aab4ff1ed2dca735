import type { Price, Quantity } from '../domain/money/decimal.ts';
import { type Result, refuse } from '../domain/problem.ts';
import {
  closableQuantity,
  decideAmend,
  decideCancel,
  decideClose,
  decidePartialClose,
  decideWithdraw,
} from '../domain/trades/decide.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import { type ExitChanges, isActive, type Trade } from '../domain/trades/trade.ts';
import { StaleTradeError, StoreUnavailableError } from '../ports/trade-store.ts';
import { batchOf } from './batches.ts';
import type { RequestPorts } from './ports.ts';
import { freshPrice } from './read-market.ts';
import { requestTick } from './request-tick.ts';
import { settlementOf } from './settlement.ts';
import { armingTime, emptyBatch } from './tick-state.ts';

/** Ticks and other commands may change the trade between our read and our write, this often at most. */
const MAX_TRIES = 12;
const PAUSE = 20;

export interface CommandRequest {
  readonly userId: string;
  readonly tradeId: string;
  /** ms, the request's own time. */
  readonly now: number;
}

type Decide = (trade: Trade, at: number, lastPrice: number | undefined) => Result<TradeEvent[]>;

/** Stores a command on the trade, at this moment of venue time; the tick lets it act once the path up to it is known. */
const command = async (
  ports: RequestPorts,
  request: CommandRequest,
  decide: Decide,
): Promise<Result<Trade>> => {
  const { userId, tradeId, now } = request;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const trade = await ports.trades.load({ userId, tradeId });
    if (!trade) return refuse('not_found', `there is no trade ${tradeId}`);
    const batch = batchOf(ports.settings.symbols, trade.symbol);
    const state = batch === undefined || !isActive(trade) ? undefined : await ports.market.loadBatch(batch);
    const known = state ?? emptyBatch(batch ?? 0);
    const decided = decide(
      trade,
      armingTime(known, trade.venue, trade.symbol, now),
      freshPrice(known, trade.symbol, now),
    );
    if (!decided.ok) return decided;
    const settlement = settlementOf(trade, decided.value);
    if (!settlement) return { ok: true, value: trade };
    try {
      await ports.trades.settle({ ...settlement, trade: { ...settlement.trade, ...parkMark(trade) } });
    } catch (error) {
      if (!(error instanceof StaleTradeError)) throw error;
      await ports.sleep(Math.random() * PAUSE * 2 ** Math.min(attempt, 4));
      continue;
    }
    await requestTick(ports, trade.symbol, now);
    return { ok: true, value: settlement.trade };
  }
  throw new StoreUnavailableError(`trade ${tradeId} changed each time it was to be written`);
};

/** A command evaluates nothing: what is owed to a parked trade stays owed. */
export const parkMark = (trade: Trade) =>
  trade.evaluatedTo === undefined ? {} : { evaluatedTo: trade.evaluatedTo };

export const cancelTrade = (ports: RequestPorts, request: CommandRequest): Promise<Result<Trade>> =>
  command(ports, request, decideCancel);

export const closeTrade = (ports: RequestPorts, request: CommandRequest): Promise<Result<Trade>> =>
  command(ports, request, decideClose);

/** Closes a part; asked again under the same id, it changes nothing. */
export const closePart = (
  ports: RequestPorts,
  request: CommandRequest & {
    readonly id: string;
    /** Absent: all that can be closed. */
    readonly quantity: Quantity | undefined;
    readonly limit: Price | undefined;
  },
): Promise<Result<Trade>> => {
  const { id, quantity, limit } = request;
  return command(ports, request, (trade, at) =>
    decidePartialClose(
      trade,
      {
        id,
        quantity: quantity ?? closableQuantity(trade),
        ...(limit === undefined ? {} : { limit }),
      },
      at,
    ),
  );
};

export const withdrawPart = (
  ports: RequestPorts,
  request: CommandRequest & { readonly orderId: string },
): Promise<Result<Trade>> =>
  command(ports, request, (trade, at) => decideWithdraw(trade, request.orderId, at));

export const amendTrade = (
  ports: RequestPorts,
  request: CommandRequest & { readonly changes: ExitChanges },
): Promise<Result<Trade>> =>
  command(ports, request, (trade, at, lastPrice) => decideAmend(trade, request.changes, at, lastPrice));
