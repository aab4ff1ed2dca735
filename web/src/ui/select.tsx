import { type ReactNode, useId } from 'react';
import { Icon } from './icons.tsx';

interface Props<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of many: the browser's own list, which a phone shows as it does everywhere. */
export const Select = <T extends string>({ label, options, value, onChange }: Props<T>): ReactNode => {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-label text-muted">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
          className="h-8 w-full cursor-pointer appearance-none rounded-md border border-line bg-canvas pr-8 pl-2.5 text-body transition-colors duration-150 hover:border-muted max-lg:h-11 max-lg:text-touch"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-muted">
          <Icon name="chevron" />
        </span>
      </div>
    </div>
  );
};
