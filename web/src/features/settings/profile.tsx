import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { explain, fieldError } from '../../errors.ts';
import { signOut } from '../../session/begin.ts';
import { useCredentialKind } from '../../session/session.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/panel.tsx';
import { Section } from './section.tsx';
import { useMe } from './use-me.ts';

const NameForm = ({ name }: { name: string }): ReactNode => {
  const [typed, setTyped] = useState(name);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: api.changeMe,
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  const error = fieldError(change.error, 'name');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '' && typed.trim() !== name) change.mutate(typed.trim());
  };
  return (
    <form onSubmit={send} noValidate className="grid gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1 lg:max-w-xs">
          <Field
            label="Name"
            value={typed}
            onChange={setTyped}
            placeholder="How you are called here"
            autoComplete="name"
          />
        </div>
        <Button type="submit" disabled={change.isPending || typed.trim() === '' || typed.trim() === name}>
          Save
        </Button>
      </div>
      {error && <p className="text-down text-label">{error}</p>}
      {change.error && !error && (
        <Alert>{explain(change.error, 'Look again before you send it once more.')}</Alert>
      )}
    </form>
  );
};

const WHO = {
  person: 'You signed in with e-mail and password.',
  key: 'You use an API key, kept in this tab only.',
  demo: 'You are the demo user of this machine: no sign-up, no password.',
} as const;

/** Who is signed in, and the way out. */
export const Profile = (): ReactNode => {
  const kind = useCredentialKind();
  const me = useMe();
  return (
    <Section title="You" lead={kind && WHO[kind]}>
      {me.data ? (
        <>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{me.data.email ?? me.data.id}</span>
            <span className="font-mono text-label text-muted">{me.data.email ? me.data.id : ''}</span>
          </p>
          <NameForm key={me.data.name} name={me.data.name ?? ''} />
        </>
      ) : me.isError ? (
        <p className="text-muted">What is known of you could not be read.</p>
      ) : (
        <Skeleton className="h-14 max-w-xs" />
      )}
      <div>
        <Button onClick={() => void signOut()}>
          {kind === 'person' ? 'Sign out' : kind === 'demo' ? 'Sign in as yourself' : 'Give up this key'}
        </Button>
      </div>
    </Section>
  );
};
