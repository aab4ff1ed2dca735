import { INTERVALS } from '../domain/market/candle.ts';
import { minuteCandles } from '../domain/market/candles.ts';
import type { CandleRow } from '../ports/market-store.ts';
import type { TickPorts } from './ports.ts';
import { LOOK_BACK, type MarketPass } from './tick-paths.ts';

const MINUTE = INTERVALS['1m'];

/** What the passes know of the minutes that end within the span that `spanOf` says, both ms: (after, to]. */
const rowsOf = (
  passes: readonly MarketPass[],
  spanOf: (pass: MarketPass) => { readonly after: number; readonly to: number },
): CandleRow[] => {
  const known = passes.flatMap((pass) => {
    const { venue, symbol } = pass.next;
    const { after, to } = spanOf(pass);
    const candles = minuteCandles(pass.window.elements, after, to);
    const quiet = pass.quiet.filter(
      (openTime) => openTime + MINUTE - 1 > after && openTime + MINUTE - 1 <= to,
    );
    return [
      ...candles.map((candle) => ({ openTime: candle.openTime, venue, symbol, candle })),
      ...quiet.map((openTime) => ({ openTime, venue, symbol, candle: null })),
    ];
  });
  const rows = Map.groupBy(known, ({ openTime }) => openTime);
  return [...rows].map(([openTime, row]) => ({
    openTime,
    candles: row.map(({ venue, symbol, candle }) => ({ venue, symbol, candle })),
  }));
};

/**
 * Writes the minutes that the passes have completed, and mends those before: what came to be known of a minute after it was
 * written, within the look-back of five minutes, changes its candle. Later than that it stays as it is.
 */
export const writeCandles = async (
  ports: Pick<TickPorts, 'market'>,
  batch: number,
  passes: readonly MarketPass[],
): Promise<void> => {
  const added = rowsOf(passes, ({ window }) => ({ after: window.previousCursor, to: window.completeTo }));
  await ports.market.putCandles(batch, added);
  const seenAgain = rowsOf(passes, ({ window }) => ({
    // Only minutes that this pass has read from their beginning.
    after: window.previousCursor - LOOK_BACK + MINUTE - 1,
    to: window.previousCursor,
  }));
  await ports.market.mendCandles(batch, seenAgain);
};
