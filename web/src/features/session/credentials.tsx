import type { ReactNode } from 'react';
import { PASSWORD_POLICY } from '../../../../shared/domain/identity/password.ts';
import { fieldError } from '../../errors.ts';
import { Field } from '../../ui/field.tsx';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: unknown;
  /** An empty field was sent. */
  readonly asked: boolean;
}

const needed = (asked: boolean, value: string, what: string): string | undefined =>
  asked && value.trim() === '' ? `${what} is needed.` : undefined;

export const EmailField = ({ value, onChange, error, asked }: Props): ReactNode => (
  <Field
    label="E-mail"
    name="email"
    type="email"
    autoComplete="username"
    value={value}
    onChange={onChange}
    error={needed(asked, value, 'An e-mail') ?? fieldError(error, 'email')}
  />
);

export const PasswordField = ({ value, onChange, error, asked }: Props): ReactNode => (
  <Field
    label="Password"
    name="password"
    type="password"
    autoComplete="current-password"
    value={value}
    onChange={onChange}
    error={needed(asked, value, 'A password') ?? fieldError(error, 'password')}
  />
);

export const NewPasswordField = ({
  value,
  onChange,
  error,
  asked,
  label = 'New password',
}: Props & { label?: string }): ReactNode => (
  <Field
    label={label}
    name="newPassword"
    type="password"
    autoComplete="new-password"
    value={value}
    onChange={onChange}
    hint={`At least ${PASSWORD_POLICY.minLength} characters, with a-z, A-Z and a digit.`}
    error={
      needed(asked, value, 'A password') ?? fieldError(error, 'newPassword') ?? fieldError(error, 'password')
    }
  />
);

/** The six digits of an e-mail or of an authenticator app. */
export const CodeField = ({ value, onChange, error, asked, hint }: Props & { hint: string }): ReactNode => (
  <Field
    label="Code"
    name="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    placeholder="123456"
    value={value}
    onChange={(text) => onChange(text.replace(/\D/g, '').slice(0, 6))}
    hint={hint}
    error={needed(asked, value, 'The code') ?? fieldError(error, 'code')}
  />
);
