import type { ReactNode } from 'react';
import { formatPercent, formatPrice } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import type { Bar } from './bars.ts';

const volumeText = (volume: number): string =>
  new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 }).format(volume);

/** The candle under the crosshair, or the newest: open, high, low, close, change and volume. */
export const Legend = ({ bar, places }: { bar: Bar | undefined; places: number }): ReactNode => {
  if (!bar) return null;
  const up = bar.close >= bar.open;
  const tone = up ? 'text-up' : 'text-down';
  const at = (value: number): string => formatPrice(value.toFixed(places), places);
  const change = bar.open > 0 ? (((bar.close - bar.open) / bar.open) * 100).toFixed(4) : '0';
  const parts = [
    ['O', at(bar.open)],
    ['H', at(bar.high)],
    ['L', at(bar.low)],
    ['C', at(bar.close)],
  ] as const;
  return (
    <p className="pointer-events-none absolute top-1.5 right-20 left-2 z-10 flex flex-wrap gap-x-2.5 text-label tabular-nums">
      <span className="text-muted max-sm:hidden">{formatMinute(new Date(bar.time).toISOString())}</span>
      {parts.map(([label, text]) => (
        <span key={label}>
          <span className="text-muted">{label}</span> <span className={tone}>{text}</span>
        </span>
      ))}
      <span className={`${tone} max-sm:hidden`}>{formatPercent(change)}</span>
      <span className="max-sm:hidden">
        <span className="text-muted">Vol</span> {volumeText(bar.volume)}
      </span>
    </p>
  );
};
