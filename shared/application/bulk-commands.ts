import { accountOf } from '../domain/accounts/book.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { decideCancel, decideClose } from '../domain/trades/decide.ts';
import { waitsForEntry } from '../domain/trades/timing.ts';
import type { Trade } from '../domain/trades/trade.ts';
import { CorruptTradeError, StoreUnavailableError } from '../ports/trade-store.ts';
import { type Decide, storeCommand } from './command-trade.ts';
import type { RequestPorts } from './ports.ts';
import { requestTick } from './request-tick.ts';

/** Trades of one request, at most. */
const MOST = 100;
/** Pages of waiting and open trades that one request reads for those that it is about. */
const MOST_READS = 10;
const AT_ONCE = 8;

export interface BulkRequest {
  readonly userId: string;
  /** ms, the request's own time. */
  readonly now: number;
  /** These trades; absent: all that fit the rest. */
  readonly ids?: readonly string[];
  readonly symbol?: MarketSymbol;
  readonly accountId?: string;
  /** `next` of the answer before. */
  readonly cursor?: string;
}

export interface BulkOutcome {
  readonly items: readonly { readonly id: string; readonly result: Result<Trade> }[];
  /** Where more may be to do. */
  readonly next: string | undefined;
}

type Fits = (trade: Trade) => boolean;

const selected = async (ports: RequestPorts, request: BulkRequest, fits: Fits) => {
  const { userId, symbol, accountId } = request;
  if (request.ids) return { ids: [...new Set(request.ids)], next: undefined };
  const ids: string[] = [];
  let next = request.cursor;
  for (let reads = 0; reads < MOST_READS && ids.length < MOST; reads++) {
    const page = await ports.trades.active(userId, {
      limit: MOST - ids.length,
      ...(next === undefined ? {} : { cursor: next }),
    });
    const found = page.items.filter(
      (trade) =>
        fits(trade) &&
        (symbol === undefined || trade.symbol === symbol) &&
        (accountId === undefined || accountOf(trade.accountId) === accountId),
    );
    ids.push(...found.map(({ id }) => id));
    next = page.next;
    if (next === undefined) break;
  }
  return { ids, next };
};

/** One of many: what it cannot be done to stops no other. */
const attempt = async (
  ports: RequestPorts,
  { userId, now }: BulkRequest,
  tradeId: string,
  decide: Decide,
  changed: Set<MarketSymbol>,
): Promise<Result<Trade>> => {
  try {
    const stored = await storeCommand(ports, { userId, tradeId, now }, decide);
    if (!stored.ok) return stored;
    if (stored.value.changed) changed.add(stored.value.trade.symbol);
    return ok(stored.value.trade);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError || error instanceof CorruptTradeError)) throw error;
    return refuse(
      'store_unavailable',
      `trade ${tradeId} could not be read or written: try again in a moment`,
    );
  }
};

const commandMany = async (
  ports: RequestPorts,
  request: BulkRequest,
  fits: Fits,
  decide: Decide,
): Promise<BulkOutcome> => {
  const { ids, next } = await selected(ports, request, fits);
  const changed = new Set<MarketSymbol>();
  const items: { id: string; result: Result<Trade> }[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const results = await Promise.all(some.map((id) => attempt(ports, request, id, decide, changed)));
    items.push(...some.flatMap((id, index) => (results[index] ? [{ id, result: results[index] }] : [])));
  }
  await Promise.all([...changed].map((symbol) => requestTick(ports, symbol, request.now)));
  return { items, next };
};

/** Cancels what of many entries still waits. Asked again, it changes nothing more. */
export const cancelMany = (ports: RequestPorts, request: BulkRequest): Promise<BulkOutcome> =>
  commandMany(ports, request, waitsForEntry, (trade, { at }) => decideCancel(trade, at));

/** Closes many open trades at the market. Asked again, it changes nothing more. */
export const closeMany = (ports: RequestPorts, request: BulkRequest): Promise<BulkOutcome> =>
  commandMany(
    ports,
    request,
    ({ status }) => status === 'open',
    (trade, { at }) => decideClose(trade, at),
  );
