import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { SCOPES, type Scope } from '../../../../shared/domain/identity/scopes.ts';
import { api } from '../../api.ts';
import { explain, fieldError } from '../../errors.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EXPIRIES, type Expiry, expiryAt } from './expiry.ts';

const MEANINGS: Readonly<Record<Scope, string>> = {
  read: 'See prices, trades, books and portfolio.',
  trade: 'Make and end trades, move virtual funds.',
  admin: 'Make and revoke API keys, rename you.',
};
const UNKNOWN =
  'It is not known whether the key was made. Look at the list, and revoke what you have not seen.';

const ScopeBox = ({
  scope,
  checked,
  onChange,
}: {
  scope: Scope;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode => (
  <label className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-2.5 py-2 transition-colors duration-150 hover:border-muted has-checked:border-gold/60 has-checked:bg-raised">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-4 accent-accent"
    />
    <span className="grid">
      <span className="font-medium">{scope}</span>
      <span className="text-muted text-table">{MEANINGS[scope]}</span>
    </span>
  </label>
);

/** The key itself, once. */
const Made = ({ secret, onClose }: { secret: string; onClose: () => void }): ReactNode => (
  <div className="grid gap-3">
    <Alert tone="warning">
      <span className="text-text">
        This is the only time that the key is shown. It is stored nowhere, not even here.
      </span>
    </Alert>
    <div className="flex items-center gap-2">
      <output
        aria-label="The new API key"
        className="min-w-0 flex-1 select-all break-all rounded-md border border-line bg-canvas px-2.5 py-2 font-mono text-table"
      >
        {secret}
      </output>
      <CopyButton text={secret} label="Copy the key" />
    </div>
    <Button kind="primary" size="large" onClick={onClose}>
      I have kept it
    </Button>
  </div>
);

/** Makes an API key: its name, what it may do, and until when. */
export const NewKey = ({ onClose }: { onClose: () => void }): ReactNode => {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [expiry, setExpiry] = useState<Expiry>('90');
  const [asked, setAsked] = useState(false);
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => {
      const expiresAt = expiryAt(expiry, Date.now());
      return api.createApiKey({
        name: name.trim(),
        scopes: [...scopes],
        ...(expiresAt === undefined ? {} : { expiresAt }),
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() !== '' && scopes.length > 0 && !make.isPending) make.mutate();
  };
  const nameError = asked && name.trim() === '' ? 'A name is needed.' : fieldError(make.error, 'name');
  const scopesError =
    scopes.length === 0 ? 'A key that may do nothing is of no use.' : fieldError(make.error, 'scopes');
  return (
    <Dialog title={make.data ? `API key ${make.data.name}` : 'New API key'} onClose={onClose}>
      {make.data ? (
        <Made secret={make.data.key} onClose={onClose} />
      ) : (
        <form onSubmit={send} noValidate className="grid gap-3">
          <Field
            label="Name"
            value={name}
            onChange={setName}
            placeholder="Where it is used"
            error={nameError}
          />
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 text-label text-muted">It may</legend>
            {SCOPES.map((scope) => (
              <ScopeBox
                key={scope}
                scope={scope}
                checked={scopes.includes(scope)}
                onChange={(checked) =>
                  setScopes(SCOPES.filter((one) => (one === scope ? checked : scopes.includes(one))))
                }
              />
            ))}
            {scopesError && <p className="text-down text-label">{scopesError}</p>}
          </fieldset>
          <Segmented label="Expires" labelled options={EXPIRIES} value={expiry} onChange={setExpiry} />
          {make.error && !nameError && !scopesError && <Alert>{explain(make.error, UNKNOWN)}</Alert>}
          <Button type="submit" kind="primary" size="large" disabled={make.isPending}>
            {make.isPending ? 'Making it…' : 'Make the key'}
          </Button>
        </form>
      )}
    </Dialog>
  );
};
