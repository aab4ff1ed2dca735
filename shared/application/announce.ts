import type { MarketSymbol } from '../domain/market/symbol.ts';
import { type Armed, armedBy } from '../domain/trades/nearest.ts';
import type { Trade } from '../domain/trades/trade.ts';
import type { ArmingNotices } from '../ports/arming-notices.ts';
import type { SaleStore } from '../ports/sale-store.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import { batchCount, batchOf } from './batches.ts';

/** A write that takes longer than this, ms, is announced once more when it is done: its first notice may have been used up. */
const PROMPT = 120_000;

interface Announcing {
  readonly notices: ArmingNotices;
  readonly symbols: readonly MarketSymbol[];
  /** The machine's clock, ms: how long a write takes, and an index lags, is no matter of the market's time. */
  readonly wall: () => number;
}

/** A symbol that the settings have dropped may be followed by any batch. */
const batchesOf = (symbols: readonly MarketSymbol[], symbol: MarketSymbol): readonly number[] => {
  const batch = batchOf(symbols, symbol);
  return batch === undefined ? Array.from({ length: batchCount(symbols) }, (_, index) => index) : [batch];
};

const announce = async ({ notices, symbols, wall }: Announcing, trades: readonly Trade[]): Promise<void> => {
  const bySymbol = Map.groupBy(trades, ({ symbol }) => symbol);
  for (const [symbol, own] of bySymbol) {
    const armed: Armed = armedBy(own);
    for (const batch of batchesOf(symbols, symbol)) await notices.announce(batch, armed, wall());
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
