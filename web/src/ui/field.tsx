import { type ReactNode, useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** At the right inside the field: a unit. */
  readonly suffix?: string;
  readonly placeholder?: string;
  /** What the field's text amounts to, e.g. the price that `-2%` gives. */
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly name?: string;
  readonly type?: 'text' | 'password' | 'email' | 'date' | 'datetime-local';
  /** What a password manager may fill in; nothing where absent. */
  readonly autoComplete?: string;
  /** At the right of the label. */
  readonly aside?: ReactNode;
  /** The arrow keys up and down: what they do to the number in it. */
  readonly onStep?: ((direction: 1 | -1) => void) | undefined;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
}

/** A labelled text field; its error stands under it and is read out with it. */
export const Field = (props: Props): ReactNode => {
  const id = useId();
  const { label, value, suffix, hint, error } = props;
  const note = error ?? hint;
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between gap-2 text-label">
        <label htmlFor={id} className="text-muted">
          {label}
        </label>
        {props.aside}
      </div>
      <div
        className={`flex h-8 items-center rounded-md border bg-canvas transition-colors duration-150 has-focus-visible:border-gold has-focus-visible:outline-1 has-focus-visible:outline-gold max-lg:h-11 ${error ? 'border-down' : 'border-line'}`}
      >
        <input
          id={id}
          name={props.name}
          type={props.type ?? 'text'}
          inputMode={props.inputMode}
          autoComplete={props.autoComplete ?? 'off'}
          spellCheck={false}
          className="h-full w-full min-w-0 rounded-md bg-transparent px-2.5 text-body tabular-nums outline-none max-lg:text-touch"
          value={value}
          placeholder={props.placeholder}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
          onKeyDown={(event) => {
            const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
            if (!props.onStep || !direction) return;
            event.preventDefault();
            props.onStep(direction);
          }}
          aria-invalid={error !== undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {suffix && <span className="pr-2.5 text-label text-muted">{suffix}</span>}
      </div>
      {note && (
        <p id={`${id}-note`} className={`text-label ${error ? 'text-down' : 'text-muted'} tabular-nums`}>
          {note}
        </p>
      )}
    </div>
  );
};
