import type { TradeView } from '../../api.ts';
import type { Tone } from './lines.ts';
import type { Palette } from './palette.ts';

export const colourOf = (tone: Tone, palette: Palette): string =>
  ({ entry: palette.info, profit: palette.up, loss: palette.down })[tone];

/** A fill as the chart marks it, at the candle that it came in. */
export interface Mark {
  readonly id: string;
  readonly tradeId: string;
  /** Opening time of the candle, ms. */
  readonly time: number;
  readonly buy: boolean;
}

/** Fills of these trades at their candles, in order of time; only where the chart has the candle. */
export const marksOf = (trades: readonly TradeView[], times: readonly number[], step: number): Mark[] => {
  const known = new Set(times);
  return trades
    .flatMap((trade) =>
      trade.fills.map((fill) => ({
        id: fill.id,
        tradeId: trade.id,
        time: Math.floor(Date.parse(fill.time) / step) * step,
        buy: (fill.leg === 'entry') === (trade.direction === 'long'),
      })),
    )
    .filter(({ time }) => known.has(time))
    .sort((a, b) => a.time - b.time);
};
