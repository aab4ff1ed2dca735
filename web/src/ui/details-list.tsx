import type { ReactNode } from 'react';

/** A line of a list of facts: what it is at the left, its number at the right. */
export const Fact = ({
  label,
  strong,
  children,
}: {
  label: ReactNode;
  strong?: boolean;
  children: ReactNode;
}): ReactNode => (
  <div className={`flex items-baseline justify-between gap-4 ${strong ? 'font-semibold' : ''}`}>
    <dt className={strong ? '' : 'text-muted'}>{label}</dt>
    <dd className="text-right tabular-nums">{children}</dd>
  </div>
);
