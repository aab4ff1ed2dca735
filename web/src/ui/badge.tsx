import type { ReactNode } from 'react';

const TONES = {
  up: 'bg-up/12 text-up',
  down: 'bg-down/12 text-down',
  warning: 'bg-warning/12 text-warning',
  info: 'bg-info/12 text-info',
  neutral: 'bg-raised text-muted',
} as const;
export type Tone = keyof typeof TONES;

export const Badge = ({
  tone = 'neutral',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}): ReactNode => (
  <span
    title={title}
    className={`inline-flex h-5 items-center whitespace-nowrap rounded px-1.5 text-label ${TONES[tone]}`}
  >
    {children}
  </span>
);
