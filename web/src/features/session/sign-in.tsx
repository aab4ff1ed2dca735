import { type FormEvent, type ReactNode, useState } from 'react';
import { signIn } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Mark } from '../../ui/icons.tsx';

/** Asks for an API key. It is kept in this tab only. */
export const SignIn = ({ refused }: { refused: boolean }): ReactNode => {
  const [key, setKey] = useState('');
  const [asked, setAsked] = useState(false);
  const typed = key.trim();
  const error = asked && typed === '' ? 'An API key is needed.' : undefined;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (typed !== '') signIn(typed);
  };
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form
        onSubmit={send}
        className="grid w-full max-w-xs gap-4 rounded-md border border-line bg-surface p-5"
        noValidate
      >
        <h1 className="flex items-center gap-2 font-semibold text-figure">
          <Mark /> Paperwick
        </h1>
        {refused && (
          <p role="alert" className="rounded-md bg-down/12 px-2.5 py-2 text-table text-down">
            The API did not accept the key. Your trades are untouched. Type a key that is still valid.
          </p>
        )}
        <Field
          label="API key"
          name="key"
          type="password"
          value={key}
          onChange={setKey}
          placeholder="pw_…"
          error={error}
          hint="Kept in this tab only, until you close it."
        />
        <Button type="submit" kind="primary" size="large">
          Sign in
        </Button>
      </form>
    </main>
  );
};
