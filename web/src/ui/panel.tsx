import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A titled part of a page. */
export const Panel = ({ title, aside, children, className = '' }: Props): ReactNode => (
  <section
    aria-label={title}
    className={`flex min-h-0 flex-col rounded-md border border-line bg-surface ${className}`}
  >
    <header className="flex h-9 shrink-0 items-center justify-between gap-3 border-line border-b px-3">
      <h2 className="text-table font-semibold">{title}</h2>
      {aside}
    </header>
    {children}
  </section>
);

/** What stands where there is nothing yet, and what to do about it. */
export const Empty = ({ children }: { children: ReactNode }): ReactNode => (
  <p className="px-3 py-6 text-center text-body text-muted">{children}</p>
);

export const Skeleton = ({ className }: { className: string }): ReactNode => (
  <span aria-hidden="true" className={`block animate-pulse rounded bg-raised ${className}`} />
);

export const SkeletonRows = ({ rows }: { rows: number }): ReactNode => (
  <div className="grid gap-3 p-3" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
      <Skeleton key={key} className="h-4" />
    ))}
  </div>
);
