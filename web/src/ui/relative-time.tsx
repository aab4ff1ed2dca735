import type { ReactNode } from 'react';
import { formatAge, formatExact } from '../format/time.ts';

/** How long ago, the exact time on hover. `now` in ms is the server's clock. */
export const RelativeTime = ({ time, now }: { time: string; now: number }): ReactNode => (
  <time dateTime={time} title={formatExact(time)} className="whitespace-nowrap tabular-nums">
    {formatAge((now - Date.parse(time)) / 1000)} ago
  </time>
);
