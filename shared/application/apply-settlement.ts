import { NOTHING_ARMED } from '../domain/trades/nearest.ts';
import type { SettleMessage } from '../ports/settle-queue.ts';
import { FeedError } from '../ports/venue.ts';
import { marketKey } from './batches.ts';
import type { TickPorts } from './ports.ts';
import { type SettleReport, settleTrades } from './settle-hits.ts';
import { readPaths } from './tick-paths.ts';

/** What has been handed over so often and is still not settled, kills whoever tries: it is put aside. */
const MOST_ATTEMPTS = 3;

export interface SettlementReport extends SettleReport {
  readonly trades: number;
  /** The message came too late: a tick sees to its trades. */
  readonly late: boolean;
}

const parkAll = async (ports: TickPorts, message: SettleMessage, from: number): Promise<SettlementReport> => {
  const { batch, trades, attempt } = message;
  const reason = `handed over ${attempt - 1} times without being settled`;
  await ports.notices.announce(batch, { ...NOTHING_ARMED, dueAt: from }, ports.wall());
  for (const key of trades) {
    ports.report('trade_parked', { tradeId: key.tradeId, from, reason });
    await ports.trades.park(key, from, reason);
  }
  return { settled: 0, fills: 0, parked: trades.length, trades: trades.length, late: false };
};

/**
 * Settles trades that a tick has handed over, over the same record from the same cursor: it waits until they are settled.
 * Whatever is left out here, the tick finds again.
 * @param now when the message was received, ms, by the clock that also times requests
 * @throws StoreUnavailableError, FeedError, or whatever stopped it
 */
export const applySettlement = async (
  ports: TickPorts,
  message: SettleMessage,
  now: number,
): Promise<SettlementReport> => {
  const { batch, venue, symbol, trades } = message;
  const nothing = { settled: 0, fills: 0, parked: 0, trades: trades.length };
  if (ports.wall() > message.until) return { ...nothing, late: true };
  const state = await ports.market.loadBatch(batch);
  const market = state?.markets.find((one) => one.venue === venue && one.symbol === symbol);
  // Another batch follows the market by now, and finds what is left.
  if (!state || !market) return { ...nothing, late: true };
  if (message.attempt > MOST_ATTEMPTS) return parkAll(ports, message, market.before);
  const { passes } = await readPaths(ports.venues, [market], state.feeds, {
    now,
    bound: ports.settings.priceBound,
    elapsed: ports.elapsed,
  });
  const [pass] = passes;
  if (!pass) throw new FeedError(venue, 'unavailable', `does not give the path of ${symbol} now`);
  const settled = await settleTrades(ports, batch, new Map([[marketKey(venue, symbol), pass]]), trades);
  return { ...settled, trades: trades.length, late: false };
};
