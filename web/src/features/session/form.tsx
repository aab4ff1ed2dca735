import type { FormEvent, ReactNode } from 'react';
import { ApiError } from '../../api.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** The API's own words; where a field bears them already, none here. */
const wordsOf = (error: unknown): string | undefined => {
  if (error === undefined) return undefined;
  if (!(error instanceof ApiError)) return 'Nobody answered. Check the connection and send it again.';
  if (error.errors.length > 0) return undefined;
  return sentence(error.message);
};

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action: string;
  readonly form: {
    readonly busy: boolean;
    readonly error: unknown;
    readonly onSubmit: (event: FormEvent) => void;
  };
  readonly children: ReactNode;
  /** Other ways from here. */
  readonly ways?: ReactNode;
}

/** One step on the way in: what is asked, one button, and other ways below. */
export const StepForm = ({ title, lead, action, form, children, ways }: Props): ReactNode => {
  const words = wordsOf(form.error);
  return (
    <form onSubmit={form.onSubmit} noValidate aria-label={title} className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="font-semibold text-figure">{title}</h2>
        {lead && <p className="text-muted">{lead}</p>}
      </div>
      {children}
      {words && <Alert>{words}</Alert>}
      <Button type="submit" kind="primary" size="large" disabled={form.busy}>
        {form.busy ? 'Sending…' : action}
      </Button>
      {ways && <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">{ways}</div>}
    </form>
  );
};

export const Way = ({ onClick, children }: { onClick: () => void; children: ReactNode }): ReactNode => (
  <button
    type="button"
    onClick={onClick}
    className="rounded text-muted text-table underline decoration-line underline-offset-4 transition-colors duration-150 hover:text-text hover:decoration-muted max-lg:py-2"
  >
    {children}
  </button>
);
