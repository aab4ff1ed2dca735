import type { ReactNode } from 'react';
import { Segmented } from '../../ui/segmented.tsx';

export type HistoryFilter = 'closed' | 'ended';
const FILTERS = [
  { value: 'closed', label: 'Closed' },
  { value: 'ended', label: 'All ended' },
] as const satisfies readonly { value: HistoryFilter; label: string }[];

export const HistoryFilters = ({
  value,
  onChange,
}: {
  value: HistoryFilter;
  onChange: (value: HistoryFilter) => void;
}): ReactNode => (
  <div className="w-38 max-lg:w-46">
    <Segmented label="Which trades" quiet options={FILTERS} value={value} onChange={onChange} />
  </div>
);
