import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert } from './alert.tsx';
import { Button } from './button.tsx';
import { Field } from './field.tsx';

interface Props {
  /** To be typed exactly. */
  readonly word: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onConfirm: () => void;
  /** What will happen. */
  readonly children: ReactNode;
}

/** For what cannot be undone: the name is typed before the button works. */
export const TypedConfirmation = ({ word, action, busy, error, onConfirm, children }: Props): ReactNode => {
  const [typed, setTyped] = useState('');
  const isRight = typed.trim() === word;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isRight && !busy) onConfirm();
  };
  return (
    <form onSubmit={send} noValidate className="grid gap-3">
      <div className="grid gap-2 text-muted">{children}</div>
      <Field label={`Type “${word}” to confirm`} value={typed} onChange={setTyped} />
      {error && <Alert>{error}</Alert>}
      <Button type="submit" kind="danger" size="large" disabled={!isRight || busy}>
        {busy ? 'Sending…' : action}
      </Button>
    </form>
  );
};
