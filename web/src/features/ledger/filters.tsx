import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { ALL, isFiltered, type LedgerChoice } from './filter.ts';

const KINDS = [
  { value: 'all', label: 'Everything' },
  { value: 'fill', label: 'Fills' },
  { value: 'deposit', label: 'Deposits' },
  { value: 'withdrawal', label: 'Withdrawals' },
] as const;
const SPANS = [
  { value: 'all', label: 'All time' },
  { value: 'today', label: 'Today' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: 'range', label: 'From, to…' },
] as const;

interface Props {
  readonly choice: LedgerChoice;
  readonly symbols: readonly string[];
  readonly onChange: (choice: LedgerChoice) => void;
  readonly children: ReactNode;
}

/** Kind, symbol and time; at the right what is done with the lines. */
export const Filters = ({ choice, symbols, onChange, children }: Props): ReactNode => {
  const change = (part: Partial<LedgerChoice>): void => onChange({ ...choice, ...part });
  const backwards = choice.from !== '' && choice.to !== '' && choice.from > choice.to;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="w-36 max-lg:w-[calc(50%-4px)]">
        <Select label="Kind" options={KINDS} value={choice.kind} onChange={(kind) => change({ kind })} />
      </div>
      <div className="w-36 max-lg:w-[calc(50%-4px)]">
        <Select
          label="Symbol"
          options={[
            { value: '', label: 'All symbols' },
            ...symbols.map((value) => ({ value, label: value })),
          ]}
          value={choice.symbol}
          onChange={(symbol) => change({ symbol })}
        />
      </div>
      <div className="w-36 max-lg:w-full">
        <Select label="Time" options={SPANS} value={choice.span} onChange={(span) => change({ span })} />
      </div>
      {choice.span === 'range' && (
        <>
          <div className="w-36 max-lg:w-[calc(50%-4px)]">
            <Field label="From" type="date" value={choice.from} onChange={(from) => change({ from })} />
          </div>
          <div className="w-36 max-lg:w-[calc(50%-4px)]">
            <Field
              label="To"
              type="date"
              value={choice.to}
              onChange={(to) => change({ to })}
              error={backwards ? 'Before “From”' : undefined}
            />
          </div>
        </>
      )}
      {isFiltered(choice) && (
        <Button kind="plain" onClick={() => onChange(ALL)}>
          Clear
        </Button>
      )}
      <div className="ml-auto flex gap-2 max-lg:ml-0 max-lg:w-full max-lg:*:flex-1">{children}</div>
    </div>
  );
};
