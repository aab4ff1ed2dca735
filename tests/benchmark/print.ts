import { budgetText, type Section, verdictOf } from './report.ts';

const text = (value: number | string | undefined): string =>
  typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 2 }) : (value ?? '');

const columnsOf = ({ rows }: Section): string[] => [
  ...new Set(rows.flatMap(({ values }) => Object.keys(values))),
];

const cellsOf = (section: Section): string[][] => {
  const columns = columnsOf(section);
  const withBudget = section.rows.some(({ budget }) => budget);
  return [
    ['', ...columns, ...(withBudget ? ['budget', ''] : [])],
    ...section.rows.map((row) => [
      row.name,
      ...columns.map((column) => text(row.values[column])),
      ...(withBudget ? [budgetText(row), verdictOf(row) ?? ''] : []),
    ]),
  ];
};

/** A table for a terminal: names to the left, numbers to the right. */
export const sectionText = (section: Section): string => {
  const cells = cellsOf(section);
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [
    section.title,
    '',
    ...lines.map((line) => `  ${line}`),
    ...section.notes.map((note) => `  * ${note}`),
  ].join('\n');
};
