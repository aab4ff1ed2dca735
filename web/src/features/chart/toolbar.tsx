import { type ReactNode, useRef } from 'react';
import type { Interval } from '../../../../shared/domain/market/candle.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { INDICATORS } from './indicators.ts';
import { INTERVAL_OPTIONS } from './intervals.ts';

interface Props {
  readonly interval: Interval;
  readonly onInterval: (interval: Interval) => void;
  readonly indicators: readonly string[];
  readonly onIndicators: (ids: readonly string[]) => void;
  readonly onTable: () => void;
  readonly children?: ReactNode;
}

/** Timeframe and indicators. */
export const Toolbar = ({
  interval,
  onInterval,
  indicators,
  onIndicators,
  onTable,
  children,
}: Props): ReactNode => {
  const menu = useRef<HTMLDetailsElement>(null);
  const toggle = (id: string): void =>
    onIndicators(indicators.includes(id) ? indicators.filter((one) => one !== id) : [...indicators, id]);
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-line border-b px-1.5 max-lg:h-11 max-lg:overflow-x-auto">
      <Segmented label="Timeframe" quiet options={INTERVAL_OPTIONS} value={interval} onChange={onInterval} />
      <details
        ref={menu}
        className="relative"
        onKeyDown={(event) => {
          if (event.key === 'Escape' && menu.current) menu.current.open = false;
        }}
        onBlur={(event) => {
          if (menu.current && !menu.current.contains(event.relatedTarget)) menu.current.open = false;
        }}
      >
        <summary className="flex h-6 cursor-pointer list-none items-center rounded px-2 text-muted text-table hover:bg-raised hover:text-text [&::-webkit-details-marker]:hidden">
          Indicators{indicators.length > 0 && ` (${indicators.length})`}
        </summary>
        <fieldset
          className="absolute top-full left-0 z-30 mt-1 grid w-52 gap-0.5 rounded-md border border-line bg-raised p-1.5"
          aria-label="Indicators"
        >
          {INDICATORS.map(({ id, label }) => (
            <label
              key={id}
              className="flex h-7 cursor-pointer items-center gap-2 rounded px-1.5 text-table hover:bg-line"
            >
              <input
                type="checkbox"
                className="accent-gold"
                checked={indicators.includes(id)}
                onChange={() => toggle(id)}
              />
              {label}
            </label>
          ))}
        </fieldset>
      </details>
      <Button kind="plain" size="small" onClick={onTable}>
        Table
      </Button>
      <span className="ml-auto flex items-center gap-2">{children}</span>
    </div>
  );
};
