import type { ReactNode } from 'react';

/** Long or short: an arrow, a word and a colour. */
export const Side = ({ direction }: { direction: 'long' | 'short' }): ReactNode =>
  direction === 'long' ? (
    <span className="font-normal text-up">▲ Long</span>
  ) : (
    <span className="font-normal text-down">▼ Short</span>
  );
