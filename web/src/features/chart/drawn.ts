export type LineColour = 'gold' | 'info' | 'warning' | 'muted' | 'ink';

/** One line, or row of columns, of an indicator. */
export interface Drawn {
  /** `ema:50`, `bb:20:2 upper`. */
  readonly key: string;
  /** In the pane of the price, or in one of its own that bears this name. */
  readonly pane: string | undefined;
  readonly style: 'line' | 'dashed' | 'columns';
  readonly colour: LineColour;
  /** Time in ms; absent while it warms up. */
  readonly points: readonly { readonly time: number; readonly value: number | undefined }[];
}
