import type { ReactNode } from 'react';

interface Props {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly footer?: ReactNode;
  readonly flash?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

/** A row of a table on a phone; anywhere on it opens it. */
export const Card = ({ title, aside, footer, flash = '', onSelect, children }: Props): ReactNode => (
  <li className={`relative grid gap-2.5 rounded-md border border-line bg-surface p-3 ${flash}`}>
    <div className="flex items-center justify-between gap-2">
      <button
        type="button"
        onClick={onSelect}
        className="flex items-center gap-2 font-semibold after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-gold"
      >
        {title}
      </button>
      {aside}
    </div>
    {children}
    {footer}
  </li>
);

/** A labelled number inside a list of them. */
export const Figure = ({ label, children }: { label: string; children: ReactNode }): ReactNode => (
  <div className="grid content-start">
    <dt className="text-label text-muted">{label}</dt>
    <dd className="text-table tabular-nums">{children}</dd>
  </div>
);
