import type { ReactNode } from 'react';
import { formatPercent, formatSignedMoney, percentSign, signOf } from '../format/number.ts';

const TONES = { up: 'text-up', down: 'text-down', flat: 'text-muted' } as const;

/** A gain or a loss: the sign says it, the colour says it again. */
export const SignedMoney = ({ value, className = '' }: { value: string; className?: string }): ReactNode => (
  <span className={`tabular-nums ${TONES[signOf(value)]} ${className}`}>{formatSignedMoney(value)}</span>
);

export const SignedPercent = ({
  value,
  className = '',
}: {
  value: string;
  className?: string;
}): ReactNode => (
  <span className={`tabular-nums ${TONES[percentSign(value)]} ${className}`}>{formatPercent(value)}</span>
);
