import type { MarketSymbol } from '../domain/market/symbol.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { LogRow } from '../domain/trades/event.ts';
import type { Trade, TradeStatus } from '../domain/trades/trade.ts';
import type { Page } from '../ports/trade-store.ts';
import type { RequestPorts } from './ports.ts';

type TradePorts = Pick<RequestPorts, 'trades'>;
interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

const pageOf = ({ limit, cursor }: PageRequest) => ({ limit, ...(cursor === undefined ? {} : { cursor }) });

export const getTrade = async (
  ports: TradePorts,
  { userId, tradeId }: { userId: string; tradeId: string },
): Promise<Result<Trade>> => {
  const trade = await ports.trades.load({ userId, tradeId });
  return trade ? ok(trade) : refuse('not_found', `there is no trade ${tradeId}`);
};

export const listTrades = (
  ports: TradePorts,
  request: PageRequest & {
    readonly userId: string;
    readonly statuses?: readonly TradeStatus[];
    readonly symbol?: MarketSymbol;
  },
): Promise<Page<Trade>> =>
  ports.trades.list(
    request.userId,
    {
      ...(request.statuses ? { statuses: request.statuses } : {}),
      ...(request.symbol ? { symbol: request.symbol } : {}),
    },
    pageOf(request),
  );

export const activeTrades = (
  ports: TradePorts,
  request: PageRequest & { readonly userId: string },
): Promise<Page<Trade>> => ports.trades.active(request.userId, pageOf(request));

/** The log of a trade of this user; another's is absent. */
export const tradeLogs = async (
  ports: TradePorts,
  request: PageRequest & { readonly userId: string; readonly tradeId: string },
): Promise<Result<Page<LogRow>>> => {
  const trade = await getTrade(ports, request);
  return trade.ok ? ok(await ports.trades.logs(request.tradeId, pageOf(request))) : trade;
};
