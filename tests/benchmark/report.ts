/** A number that must not be exceeded, and which one it is. */
export interface Check {
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

export interface Row {
  readonly name: string;
  /** By column; a column that a row lacks stays empty. */
  readonly values: Readonly<Record<string, number | string>>;
  /** Absent where the row is information. */
  readonly budget?: readonly Check[];
}

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** How to read it. */
  readonly notes: readonly string[];
}

export type Verdict = 'ok' | 'over';

const isOver = ({ value, limit }: Check): boolean => value > limit;

export const verdictOf = ({ budget }: Row): Verdict | undefined =>
  budget && (budget.some(isOver) ? 'over' : 'ok');

export const budgetText = ({ budget = [] }: Row): string =>
  budget.map(({ limit, unit }) => `<= ${limit} ${unit}`).join(', ');

/** Budgets kept and overrun, each row once; the rows that are over, with what they exceed. */
export const summaryOf = (sections: readonly Section[]) => {
  const rows = sections.flatMap((section) => section.rows.map((row) => ({ section, row })));
  const verdicts = rows.map(({ row }) => verdictOf(row));
  return {
    kept: verdicts.filter((verdict) => verdict === 'ok').length,
    over: verdicts.filter((verdict) => verdict === 'over').length,
    overruns: rows.flatMap(({ section, row }) =>
      (row.budget ?? [])
        .filter(isOver)
        .map(({ value, limit, unit }) => `${section.name}, ${row.name}: ${value} ${unit}, budget ${limit}`),
    ),
  };
};
