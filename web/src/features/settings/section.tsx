import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** A part of the settings: what it is at the left, what can be done at the right; above each other on a phone. */
export const Section = ({ title, lead, children }: Props): ReactNode => (
  <section
    aria-label={title}
    className="grid items-start gap-x-8 gap-y-3 border-line border-b py-5 first:pt-2 last:border-b-0 lg:grid-cols-[240px_minmax(0,1fr)]"
  >
    <div className="grid gap-1">
      <h2 className="font-semibold">{title}</h2>
      <p className="text-muted text-table">{lead}</p>
    </div>
    <div className="grid min-w-0 gap-3">{children}</div>
  </section>
);
