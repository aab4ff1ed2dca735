import type { LedgerFilter } from '../../api.ts';

export const SPANS = ['all', 'today', '7d', '30d', 'range'] as const;
export type Span = (typeof SPANS)[number];
type Kind = 'all' | 'deposit' | 'withdrawal' | 'fill';

/** The filters as they stand: dates are days of the reader, `2026-11-20`, or empty. */
export interface LedgerChoice {
  readonly kind: Kind;
  /** Empty for all. */
  readonly symbol: string;
  readonly span: Span;
  readonly from: string;
  readonly to: string;
}

export const ALL: LedgerChoice = { kind: 'all', symbol: '', span: 'all', from: '', to: '' };
export const isFiltered = ({ kind, symbol, span }: LedgerChoice): boolean =>
  kind !== 'all' || symbol !== '' || span !== 'all';

const DAY_MS = 86_400_000;
const startOfDay = (time: number): Date => {
  const day = new Date(time);
  day.setHours(0, 0, 0, 0);
  return day;
};

/** The first ms of a day of the reader; undefined where it is no date. */
const dayOf = (text: string): Date | undefined => {
  const [year = 0, month = 0, day = 0] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').map(Number) : [];
  return year === 0 ? undefined : new Date(year, month - 1, day);
};

const rangeOf = ({ span, from, to }: LedgerChoice, now: number): { from?: string; to?: string } => {
  if (span === 'all') return {};
  if (span === 'today') return { from: startOfDay(now).toISOString() };
  if (span === '7d') return { from: startOfDay(now - 7 * DAY_MS).toISOString() };
  if (span === '30d') return { from: startOfDay(now - 30 * DAY_MS).toISOString() };
  const [first, last] = [dayOf(from), dayOf(to)];
  // The last day counts as a whole.
  last?.setHours(23, 59, 59, 999);
  return {
    ...(first ? { from: first.toISOString() } : {}),
    ...(last ? { to: last.toISOString() } : {}),
  };
};

/** As the API takes them. `now` in ms. */
export const filterOf = (account: string, choice: LedgerChoice, now: number): LedgerFilter => ({
  account,
  ...(choice.kind === 'all' ? {} : { kind: choice.kind }),
  ...(choice.symbol === '' ? {} : { symbol: choice.symbol }),
  ...rangeOf(choice, now),
});
