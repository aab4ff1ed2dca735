import type { TradeView } from '../../api.ts';
import type { Level, LevelKind } from './levels.ts';
import type { Palette } from './palette.ts';

export type Tone = 'entry' | 'profit' | 'loss';

/** A level as the chart draws it. */
export interface Line {
  readonly price: number;
  readonly tone: Tone;
  readonly solid: boolean;
  /** Not drawn, though the axis still makes room for it: its level is on its way. */
  readonly hidden: boolean;
}

const TONES: Readonly<Record<LevelKind, Tone>> = {
  entry: 'entry',
  entry_limit: 'entry',
  entry_stop: 'entry',
  take_profit: 'profit',
  target: 'profit',
  stop_loss: 'loss',
  trailing_stop: 'loss',
};
export const toneOf = (kind: LevelKind): Tone => TONES[kind];

export const colourOf = (tone: Tone, palette: Palette): string =>
  ({ entry: palette.info, profit: palette.up, loss: palette.down })[tone];

export const lineOf = ({ price, kind }: Pick<Level, 'price' | 'kind'>, hidden: boolean): Line => ({
  price: Number(price),
  tone: toneOf(kind),
  solid: kind === 'entry',
  hidden,
});

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
