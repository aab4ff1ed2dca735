import { SETTLED_QUOTES } from '../domain/accounts/account.ts';
import { reservationFor } from '../domain/accounts/funds.ts';
import type { Instrument } from '../domain/market/instrument.ts';
import { quoteOf } from '../domain/market/symbol.ts';
import { compare, type Money, ZERO } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import { journalOf } from '../domain/trades/journal.ts';
import type { TradePlan } from '../domain/trades/plan.ts';
import { checkPlan } from '../domain/trades/rules.ts';
import { type AskedTarget, sizedTargets } from '../domain/trades/target-sizes.ts';
import type { PendingTrade, Trade } from '../domain/trades/trade.ts';
import type { EarlierTrade } from '../ports/trade-store.ts';
import { stateForTrading } from './followed-state.ts';
import type { RequestPorts } from './ports.ts';
import { freshPrice, lastPrice } from './read-market.ts';
import { requestTick } from './request-tick.ts';
import { armingTime, followedVenues, venueTime } from './tick-state.ts';

export interface OpenTradeRequest {
  readonly userId: string;
  readonly accountId: string;
  /** ms, the request's own time. */
  readonly now: number;
  readonly plan: TradePlan;
  /** The plan's targets before those in percent have a quantity; absent: as the plan has them. */
  readonly targets?: readonly AskedTarget[];
  readonly clientTradeId?: string;
  /** Tells a repeat of the same request from another with the same clientTradeId. */
  readonly bodyHash: string;
}

/** The plan once its instrument is known: percentages as quantities. */
const sizedPlan = ({ plan, targets }: OpenTradeRequest, { lotSize }: Instrument): TradePlan =>
  targets
    ? { ...plan, exits: { ...plan.exits, targets: sizedTargets(targets, plan.quantity, lotSize) } }
    : plan;

const badGoodTill = (plan: TradePlan, now: number) =>
  plan.goodTill !== undefined && plan.goodTill <= now
    ? [{ field: 'goodTill', code: 'good_till_past', message: 'goodTill must be later than now' }]
    : [];

/** The first answer again, whatever the market has done since; another body under the same id is refused. */
const repeat = async (
  ports: RequestPorts,
  request: OpenTradeRequest,
  before: EarlierTrade,
): Promise<Result<{ trade: Trade; repeated: boolean }>> => {
  if (before.bodyHash !== request.bodyHash)
    return refuse(
      'client_id_conflict',
      `the client id was used before, for ${before.tradeId}, with another body`,
    );
  const trade = await ports.trades.load({ userId: request.userId, tradeId: before.tradeId });
  return trade ? ok({ trade, repeated: true }) : refuse('not_found', `trade ${before.tradeId} is gone`);
};

const tooLittle = (needed: Money, there: Money) =>
  refuse('insufficient_funds', `the trade can cost ${needed}, and ${there} is free`, [
    { field: 'quantity', code: 'insufficient_funds', message: `needs ${needed}, free cash is ${there}` },
  ]);

const attempt = async (
  ports: RequestPorts,
  request: OpenTradeRequest,
): Promise<Result<{ trade: Trade; repeated: boolean }>> => {
  const { now, userId, accountId } = request;
  const { settings } = ports;
  const before =
    request.clientTradeId === undefined
      ? undefined
      : await ports.trades.earlier(userId, request.clientTradeId);
  if (before) return repeat(ports, request, before);
  const { symbol } = request.plan;
  if (!SETTLED_QUOTES.some((quote) => quote === quoteOf(symbol)))
    return refuse('unsettled_quote', `${symbol} does not settle in dollars: ${SETTLED_QUOTES.join(', ')} do`);
  const loading = ports.accounts.load(userId, accountId);
  // Who has no account has nothing followed; for a symbol of the settings both are read at once.
  const mayFollow = settings.symbols.includes(symbol) || (await loading)?.status === 'active';
  const [account, followed] = await Promise.all([
    loading,
    mayFollow ? stateForTrading(ports, symbol, { userId, now }) : undefined,
  ]);
  if (account?.status !== 'active' || !followed)
    return refuse('no_account', `there is no open account ${accountId}`);
  if (!followed.ok) return followed;
  const known = followed.value;
  const venues = followedVenues(settings.feeds, known, symbol);
  const instrument = venues.length === 0 ? undefined : await ports.market.instrument(venues, symbol);
  if (!instrument)
    return refuse('price_unavailable', `no exchange has answered for ${symbol} yet: try again in a moment`);
  const plan = sizedPlan(request, instrument);
  const violations = [
    ...checkPlan(plan, instrument, freshPrice(ports.settings, known, symbol, now)),
    ...badGoodTill(plan, now),
  ];
  if (violations.length > 0) return refuse('invalid_trade', 'the trade breaks a rule', violations);

  const offset = venueTime(known, instrument.venue, now) - now;
  const createdAt = armingTime(known, instrument.venue, plan.symbol, now);
  const terms = {
    makerRate: account.makerRate,
    takerRate: account.takerRate,
    slippageBps: account.slippageBps,
    tickSize: instrument.tickSize,
    lotSize: instrument.lotSize,
  };
  const reservation = reservationFor({ ...plan, terms }, lastPrice(known, plan.symbol));
  if (reservation === undefined)
    return refuse(
      'price_unavailable',
      `${plan.symbol} has had no price yet to reckon with: try again in a moment`,
    );
  if (compare(reservation, account.cash) > 0) return tooLittle(reservation, account.cash);
  const trade: PendingTrade = {
    id: ports.newId(now),
    userId,
    // The account's current book.
    accountId: account.accountId,
    ...(request.clientTradeId === undefined ? {} : { clientTradeId: request.clientTradeId }),
    venue: instrument.venue,
    symbol: plan.symbol,
    direction: plan.direction,
    quantity: plan.quantity,
    entry: plan.entry,
    exits: plan.exits,
    ...(plan.execution ? { execution: plan.execution } : {}),
    terms,
    reservation,
    createdAt,
    ...(plan.goodTill === undefined ? {} : { goodTill: plan.goodTill + offset }),
    version: 1,
    commands: [],
    fills: [],
    status: 'pending',
  };
  const [row] = journalOf(trade, [{ type: 'trade_created', at: trade.createdAt, trade }]).rows;
  if (!row) throw new Error('a new trade has a first log row');
  const outcome = await ports.trades.create(trade, row, request.bodyHash);
  switch (outcome.outcome) {
    case 'created':
      if (plan.entry.type === 'market') await requestTick(ports, plan.symbol, now);
      return ok({ trade, repeated: false });
    case 'no_account':
      return refuse('no_account', `there is no open account ${accountId}`);
    case 'insufficient_funds': {
      const now = await ports.accounts.load(userId, accountId);
      return tooLittle(trade.reservation, now?.cash ?? ZERO);
    }
    case 'conflict':
    case 'repeated': {
      // Two requests with one clientTradeId at the same moment: the other was first.
      const first = await ports.trades.earlier(userId, request.clientTradeId ?? '');
      return first ? repeat(ports, request, first) : refuse('not_found', 'the trade made first is gone');
    }
  }
};

/** Makes a trade: checked against its instrument, armed from this moment of venue time, written with its first log row. */
export const openTrade = async (
  ports: RequestPorts,
  request: OpenTradeRequest,
): Promise<Result<{ trade: Trade; repeated: boolean }>> => {
  const opened = await attempt(ports, request);
  if (opened.ok || request.clientTradeId === undefined) return opened;
  // The same request at the same moment may have taken the very cash that this one lacks.
  const first = await ports.trades.earlier(request.userId, request.clientTradeId);
  return first ? repeat(ports, request, first) : opened;
};
