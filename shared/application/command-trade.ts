import type { Price, Quantity } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import {
  closableQuantity,
  decideCancel,
  decideClose,
  decidePartialClose,
  decideWithdraw,
} from '../domain/trades/decide.ts';
import type { TradeEvent } from '../domain/trades/event.ts';
import { isActive, type Trade } from '../domain/trades/trade.ts';
import { type Settlement, StaleTradeError, StoreUnavailableError } from '../ports/trade-store.ts';
import { findBatch } from './homes.ts';
import type { RequestPorts } from './ports.ts';
import { freshPrice } from './read-market.ts';
import { requestTick } from './request-tick.ts';
import { settlementOf } from './settlement.ts';
import { armingTime, emptyBatch, venueTime } from './tick-state.ts';

/** Ticks and other commands may change the trade between our read and our write, this often at most. */
const MAX_TRIES = 12;
const PAUSE = 20;

export interface CommandRequest {
  readonly userId: string;
  readonly tradeId: string;
  /** ms, the request's own time. */
  readonly now: number;
}

/** The moment of a request, as the venue of its trade sees it. */
export interface Moment {
  /** Venue time, ms. */
  readonly at: number;
  /** Venue time less ours, ms. */
  readonly offset: number;
  /** Where there is one that is fresh. */
  readonly lastPrice: number | undefined;
}

/** What a command makes of the trade as it is now. */
export type Decide = (trade: Trade, moment: Moment) => Result<TradeEvent[]> | Promise<Result<TradeEvent[]>>;

interface Outcome {
  readonly trade: Trade;
  /** False where the trade was as asked for already. */
  readonly changed: boolean;
}

const momentOf = async (ports: RequestPorts, trade: Trade, now: number): Promise<Moment> => {
  const batch = isActive(trade) ? await findBatch(ports, trade.symbol) : undefined;
  const state = batch === undefined ? undefined : await ports.market.loadBatch(batch);
  const known = state ?? emptyBatch(batch ?? 0);
  return {
    at: armingTime(known, trade.venue, trade.symbol, now),
    offset: venueTime(known, trade.venue, now) - now,
    lastPrice: freshPrice(ports.settings, known, trade.symbol, now),
  };
};

const tooLittle = async (ports: RequestPorts, { trade, account }: Settlement) => {
  const free = (await ports.accounts.load(trade.userId, trade.accountId))?.cash ?? '0';
  return refuse('insufficient_funds', `the change can cost ${account?.needs} more, and ${free} is free`, [
    {
      field: 'entry',
      code: 'insufficient_funds',
      message: `needs ${account?.needs} more, free cash is ${free}`,
    },
  ]);
};

/** Stores a command on the trade, at this moment of venue time; the tick lets it act once the path up to it is known. */
export const storeCommand = async (
  ports: RequestPorts,
  { userId, tradeId, now }: CommandRequest,
  decide: Decide,
): Promise<Result<Outcome>> => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const trade = await ports.trades.load({ userId, tradeId });
    if (!trade) return refuse('not_found', `there is no trade ${tradeId}`);
    const decided = await decide(trade, await momentOf(ports, trade, now));
    if (!decided.ok) return decided;
    const settlement = settlementOf(trade, { events: decided.value });
    if (!settlement) return ok({ trade, changed: false });
    try {
      const marked = { ...settlement, trade: { ...settlement.trade, ...parkMark(trade) } };
      if ((await ports.trades.settle(marked)) === 'insufficient_funds')
        return await tooLittle(ports, settlement);
    } catch (error) {
      if (!(error instanceof StaleTradeError)) throw error;
      await ports.sleep(Math.random() * PAUSE * 2 ** Math.min(attempt, 4));
      continue;
    }
    return ok({ trade: settlement.trade, changed: true });
  }
  throw new StoreUnavailableError(`trade ${tradeId} changed each time it was to be written`);
};

/** Stores a command, and has its moment evaluated as soon as it can be. */
export const command = async (
  ports: RequestPorts,
  request: CommandRequest,
  decide: Decide,
): Promise<Result<Trade>> => {
  const stored = await storeCommand(ports, request, decide);
  if (!stored.ok) return stored;
  const { trade, changed } = stored.value;
  if (changed) await requestTick(ports, trade.symbol, request.now);
  return ok(trade);
};

/** A command evaluates nothing: what is owed to a parked trade stays owed. */
export const parkMark = (trade: Trade) =>
  trade.evaluatedTo === undefined ? {} : { evaluatedTo: trade.evaluatedTo };

export const cancelTrade = (ports: RequestPorts, request: CommandRequest): Promise<Result<Trade>> =>
  command(ports, request, (trade, { at }) => decideCancel(trade, at));

export const closeTrade = (ports: RequestPorts, request: CommandRequest): Promise<Result<Trade>> =>
  command(ports, request, (trade, { at }) => decideClose(trade, at));

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
  return command(ports, request, (trade, { at }) =>
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
  command(ports, request, (trade, { at }) => decideWithdraw(trade, request.orderId, at));
