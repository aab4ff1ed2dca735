import type { KeyboardEvent, ReactNode } from 'react';

interface Props<T extends string> {
  readonly label: string;
  /** Id of the element that shows what is chosen. */
  readonly panelId: string;
  readonly options: readonly {
    readonly value: T;
    readonly label: string;
    readonly count?: number | undefined;
  }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** At the right of the tabs. */
  readonly aside?: ReactNode;
}

/** Left and right move between tabs, as a tab list does. */
export const Tabs = <T extends string>({
  label,
  panelId,
  options,
  value,
  onChange,
  aside,
}: Props<T>): ReactNode => {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const index = options.findIndex((option) => option.value === value);
    const next = options[(index + step + options.length) % options.length];
    if (!next) return;
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div className="flex h-9 shrink-0 items-center justify-between border-line border-b pr-1.5 pl-3 max-lg:h-12 max-lg:px-1">
      <div role="tablist" aria-label={label} className="flex h-full gap-4" onKeyDown={move}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="tab"
            data-tab={option.value}
            aria-controls={panelId}
            aria-selected={option.value === value}
            tabIndex={option.value === value ? 0 : -1}
            onClick={() => onChange(option.value)}
            className="-mb-px border-transparent border-b-2 text-muted text-table transition-colors duration-150 hover:text-text aria-selected:border-gold aria-selected:font-semibold aria-selected:text-text max-lg:text-body"
          >
            {option.label}
            {option.count !== undefined && (
              <span className="ml-1.5 font-normal text-label text-muted tabular-nums">{option.count}</span>
            )}
          </button>
        ))}
      </div>
      {aside}
    </div>
  );
};
