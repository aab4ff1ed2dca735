import type { LevelGroup } from './level-groups.ts';
import type { Level, LevelKind } from './levels.ts';

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

export const lineOf = ({ price, kind }: Pick<Level, 'price' | 'kind'>, hidden = false): Line => ({
  price: Number(price),
  tone: toneOf(kind),
  solid: kind === 'entry',
  hidden,
});

/** A line for each group; that of the level `apart`, which is on its way, is hidden. */
export const linesOf = (groups: readonly LevelGroup[], apart: string | undefined): Line[] =>
  groups.map((group) => lineOf(group, group.id === apart));
