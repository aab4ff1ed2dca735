import type { CandlesView } from '../../api.ts';

type Lines = CandlesView['indicators'][string];

/** Values up to the cut, and the newer ones behind them; none where the older answer did not have this line. */
const linesOf = (before: Lines | undefined, newest: Lines, cut: number): Lines =>
  Object.fromEntries(
    Object.entries(newest).map(([name, values]) => {
      const kept = (before?.[name] ?? []).slice(0, cut);
      const missing = Array.from({ length: cut - kept.length }, () => null);
      return [name, [...kept, ...missing, ...values]];
    }),
  );

/** A page with the newest answer behind it, in place of what that knows better. The same object where nothing is new. */
export const joined = (page: CandlesView, newest: CandlesView): CandlesView => {
  const from = newest.items[0]?.time;
  if (from === undefined) return page;
  const found = page.items.findIndex(({ time }) => time >= from);
  const cut = found < 0 ? page.items.length : found;
  if (JSON.stringify(page.items.slice(cut)) === JSON.stringify(newest.items)) return page;
  const indicators = Object.entries(newest.indicators).map(([id, lines]) => [
    id,
    linesOf(page.indicators[id], lines, cut),
  ]);
  return {
    ...page,
    items: [...page.items.slice(0, cut), ...newest.items],
    gaps: [...page.gaps.filter((gap) => gap.from < from), ...newest.gaps],
    indicators: Object.fromEntries(indicators),
  };
};
