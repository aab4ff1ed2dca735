import type { ReactNode } from 'react';

const WORDS = "Exchange stream, display only: fills come from the venue's closed bars.";

/** Beside a price that comes from the exchange's own stream, faster than the tick. */
export const ExchangeDot = (): ReactNode => (
  <span
    role="img"
    aria-label={WORDS}
    title={WORDS}
    className="inline-block size-1.5 shrink-0 self-center rounded-full bg-info"
  />
);
