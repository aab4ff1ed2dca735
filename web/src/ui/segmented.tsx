import { type ReactNode, useId } from 'react';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Colour of the chosen one. */
  readonly tone?: 'up' | 'down';
}

interface Props<T extends string> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly large?: boolean;
  /** Without a frame: beside something that matters more. */
  readonly quiet?: boolean;
  /** With its label in sight, above it. */
  readonly labelled?: boolean;
}

const CHOSEN = {
  neutral: 'has-checked:bg-line has-checked:text-text',
  up: 'has-checked:bg-up/15 has-checked:text-up',
  down: 'has-checked:bg-down/15 has-checked:text-down',
} as const;

/** One of a few, all in sight. Radio buttons underneath: the arrow keys work. */
export const Segmented = <T extends string>({
  label,
  options,
  value,
  onChange,
  large,
  labelled,
  quiet,
}: Props<T>): ReactNode => {
  const name = useId();
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className={labelled ? 'mb-1 text-label text-muted' : 'sr-only'}>{label}</legend>
      <div className={`flex gap-0.5 rounded-md ${quiet ? '' : 'border border-line bg-canvas p-0.5'}`}>
        {options.map((option) => (
          <label
            key={option.value}
            className={`relative flex flex-1 cursor-pointer items-center justify-center rounded text-muted transition-colors duration-150 hover:text-text has-focus-visible:outline-2 has-focus-visible:outline-gold ${CHOSEN[option.tone ?? 'neutral']} ${large ? 'h-9 text-body font-semibold max-lg:h-11' : `h-7 px-1 text-table max-lg:text-body ${quiet ? 'max-lg:h-9' : 'max-lg:h-10'}`}`}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
