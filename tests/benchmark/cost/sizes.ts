/** What a month of a stack is asked to do. */
export interface Size {
  readonly name: string;
  readonly people: number;
  readonly symbols: number;
  /** Waiting and open, at a time. */
  readonly openTrades: number;
  /** Made, filled and closed in a month, with both exits. */
  readonly brackets: number;
  /** Dashboards open at the same moment, over a day. */
  readonly dashboards: number;
}

export const SIZES: readonly [Size, ...Size[]] = [
  { name: 'one person', people: 1, symbols: 20, openTrades: 100, brackets: 1_000, dashboards: 1 / 3 },
  { name: '100 people', people: 100, symbols: 100, openTrades: 10_000, brackets: 100_000, dashboards: 20 },
  {
    name: '50,000 people',
    people: 50_000,
    symbols: 500,
    openTrades: 1_000_000,
    brackets: 10_000_000,
    dashboards: 5_000,
  },
];
