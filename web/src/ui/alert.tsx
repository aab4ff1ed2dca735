import type { ReactNode } from 'react';

const TONES = {
  down: 'bg-down/12 text-down',
  up: 'bg-up/12 text-up',
  info: 'bg-info/12 text-info',
  warning: 'bg-warning/12 text-warning',
} as const;

/** What was refused, or what was done: read out at once. */
export const Alert = ({
  tone = 'down',
  children,
}: {
  tone?: keyof typeof TONES;
  children: ReactNode;
}): ReactNode => (
  <p
    role={tone === 'down' ? 'alert' : 'status'}
    className={`rounded-md px-2.5 py-2 text-table ${TONES[tone]}`}
  >
    {children}
  </p>
);
