import type { MarketSymbol } from '../domain/market/symbol.ts';
import { type Armed, armedBy } from '../domain/trades/nearest.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { ArmingNotices } from '../ports/arming-notices.ts';
import type { RosterStore } from '../ports/roster-store.ts';
import type { SaleStore } from '../ports/sale-store.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import { batchesToTell } from './homes.ts';

/** A write that takes longer than this, ms, is announced once more when it is done: its first notice may have been used up. */
const PROMPT = 120_000;

interface Announcing {
  readonly notices: ArmingNotices;
  readonly symbols: readonly MarketSymbol[];
  readonly roster: Pick<RosterStore, 'cached' | 'read'>;
  /** The machine's clock, ms: how long a write takes, and an index lags, is no matter of the market's time. */
  readonly wall: () => number;
}

const announce = async (
  { notices, symbols, roster, wall }: Announcing,
  trades: readonly Trade[],
): Promise<void> => {
  const bySymbol = Map.groupBy(trades, ({ symbol }) => symbol);
  for (const [symbol, own] of bySymbol) {
    const armed: Armed = armedBy(own);
    const batches = await batchesToTell({ settings: { symbols }, roster }, symbol);
    for (const batch of batches) await notices.announce(batch, armed, wall());
  }
};

/** First the notice of what the trades wait for, then the trades: docs/storage.md proves why that suffices. */
const announced = async <T>(
  by: Announcing,
  trades: readonly Trade[],
  write: () => Promise<T>,
): Promise<T> => {
  const started = by.wall();
  await announce(by, trades);
  const written = await write();
  if (by.wall() - started > PROMPT) await announce(by, trades);
  return written;
};

/** The store of requests: what they arm is announced. What ticks arm, they announce themselves, all at once. */
export const announcingTrades = (trades: TradeStore, by: Announcing): TradeStore => ({
  ...trades,
  create: (trade, row, bodyHash) => announced(by, [trade], () => trades.create(trade, row, bodyHash)),
  settle: (settlement) => announced(by, [settlement.trade], () => trades.settle(settlement)),
});

export const announcingSales = (sales: SaleStore, by: Announcing): SaleStore => ({
  ...sales,
  place: (sale, settlements, bodyHash) =>
    announced(
      by,
      settlements.map(({ trade }) => trade),
      () => sales.place(sale, settlements, bodyHash),
    ),
});
