import { type ReactNode, useEffect, useRef, useState } from 'react';
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
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // A press anywhere else closes it, or Escape.
    const press = (event: PointerEvent): void => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) setOpen(false);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', key);
    };
  }, []);
  const toggle = (id: string): void =>
    onIndicators(indicators.includes(id) ? indicators.filter((one) => one !== id) : [...indicators, id]);
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-line border-b px-1.5 max-lg:h-11">
      <Segmented label="Timeframe" quiet options={INTERVAL_OPTIONS} value={interval} onChange={onInterval} />
      <div ref={menu} className="relative">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-6 items-center whitespace-nowrap rounded px-2 text-muted text-table hover:bg-raised hover:text-text"
        >
          Indicators{indicators.length > 0 && ` (${indicators.length})`}
        </button>
        {open && (
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
        )}
      </div>
      <Button kind="plain" size="small" onClick={onTable}>
        Table
      </Button>
      <span className="ml-auto flex items-center gap-2">{children}</span>
    </div>
  );
};
