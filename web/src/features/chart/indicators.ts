import { remember, remembered } from '../../remembered.ts';
import type { Drawn, LineColour } from './drawn.ts';

interface Part {
  /** As the API names the row of values. */
  readonly name: string;
  readonly style: Drawn['style'];
  readonly colour: LineColour;
}

interface Choice {
  /** As the API is asked for it. */
  readonly id: string;
  readonly label: string;
  /** Of a price, or in a pane of its own. */
  readonly pane?: string;
  readonly parts: readonly Part[];
}

const line = (colour: LineColour, name = 'values'): Part => ({ name, style: 'line', colour });

export const INDICATORS: readonly Choice[] = [
  { id: 'ema:20', label: 'EMA 20', parts: [line('gold')] },
  { id: 'ema:50', label: 'EMA 50', parts: [line('info')] },
  { id: 'sma:20', label: 'SMA 20', parts: [line('warning')] },
  { id: 'sma:200', label: 'SMA 200', parts: [line('ink')] },
  {
    id: 'bb:20:2',
    label: 'Bollinger bands 20, 2',
    parts: [
      line('muted', 'upper'),
      { name: 'middle', style: 'dashed', colour: 'muted' },
      line('muted', 'lower'),
    ],
  },
  { id: 'vwap', label: 'VWAP', parts: [{ name: 'values', style: 'dashed', colour: 'gold' }] },
  { id: 'rsi:14', label: 'RSI 14', pane: 'RSI', parts: [line('info')] },
  {
    id: 'macd:12:26:9',
    label: 'MACD 12, 26, 9',
    pane: 'MACD',
    parts: [
      { name: 'histogram', style: 'columns', colour: 'muted' },
      line('info', 'macd'),
      line('gold', 'signal'),
    ],
  },
  { id: 'atr:14', label: 'ATR 14', pane: 'ATR', parts: [line('warning')] },
];

const STORAGE = 'indicators';
/** Those that the reader had last; what is no longer offered is left out. */
export const rememberedIndicators = (): string[] => {
  const last = remembered(STORAGE)?.split(',') ?? [];
  return INDICATORS.filter(({ id }) => last.includes(id)).map(({ id }) => id);
};
export const rememberIndicators = (ids: readonly string[]): void => remember(STORAGE, ids.join(','));

/** Rows of values by part, each as long as the answer's candles; null while it warms up. */
export type IndicatorRows = Readonly<Record<string, Readonly<Record<string, readonly (string | null)[]>>>>;
interface Answer {
  readonly items: readonly { readonly time: string }[];
  readonly indicators?: IndicatorRows | undefined;
}

/** The chosen indicators as lines over the times of the answers, oldest answer first; of one moment the later counts. */
export const drawnOf = (chosen: readonly string[], answers: readonly Answer[]): Drawn[] =>
  INDICATORS.filter(({ id }) => chosen.includes(id)).flatMap(({ id, pane, parts }) =>
    parts.map(({ name, style, colour }): Drawn => {
      const byTime = new Map<number, number | undefined>();
      for (const { items, indicators } of answers) {
        const values = indicators?.[id]?.[name];
        items.forEach(({ time }, index) => {
          const value = values?.[index];
          byTime.set(Date.parse(time), value === null || value === undefined ? undefined : Number(value));
        });
      }
      const points = [...byTime].sort(([a], [b]) => a - b).map(([time, value]) => ({ time, value }));
      return { key: `${id} ${name}`, pane, style, colour, points };
    }),
  );
