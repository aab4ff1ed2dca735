import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { checkPassword, PASSWORD_POLICY } from '../../../../shared/domain/identity/password.ts';
import { api } from '../../api.ts';
import { explain, fieldError } from '../../errors.ts';
import { leave } from '../../session/begin.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Section } from './section.tsx';

const UNKNOWN =
  'It is not known whether it was changed. Sign in again with the new one, else with the old one.';

const PasswordForm = (): ReactNode => {
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = useMutation({
    mutationFn: () => api.changePassword({ password, newPassword }),
    onSuccess: () => leave('password_changed'),
  });
  const [broken] = newPassword === '' ? [] : checkPassword(newPassword, 'newPassword');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '' && newPassword !== '' && !broken && !change.isPending) change.mutate();
  };
  const refused = fieldError(change.error, 'newPassword');
  const rule = broken && `It ${broken.message}.`;
  return (
    <form onSubmit={send} noValidate className="grid gap-3 lg:max-w-xs">
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        value={newPassword}
        onChange={setNewPassword}
        hint={`At least ${PASSWORD_POLICY.minLength} characters, with a-z, A-Z and a digit.`}
        error={rule ?? refused}
      />
      {change.error && !refused && <Alert>{explain(change.error, UNKNOWN)}</Alert>}
      <div>
        <Button
          type="submit"
          disabled={password === '' || newPassword === '' || broken !== undefined || change.isPending}
        >
          Change it and sign out everywhere
        </Button>
      </div>
    </form>
  );
};

/** Another password; every session ends with it. */
export const Password = (): ReactNode => (
  <Section title="Password" lead="Changing it ends all sessions, this one too.">
    <PasswordForm />
  </Section>
);
