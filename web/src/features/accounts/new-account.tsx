import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useRefreshBooks } from '../../accounts.ts';
import { type AccountView, api } from '../../api.ts';
import { explain, fieldError } from '../../errors.ts';
import { readAmount } from '../../format/amount.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

const UNKNOWN =
  'It is not known whether the account was made. Look at the list of accounts before you send it again.';

/** A book of its own: a name, and the virtual funds it begins with. */
export default function NewAccount({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (account: AccountView) => void;
}): ReactNode {
  const [name, setName] = useState('');
  const [funds, setFunds] = useState('10,000');
  const [asked, setAsked] = useState(false);
  const refresh = useRefreshBooks();
  const amount = funds.trim() === '' || /^0+(\.0*)?$/.test(funds.trim()) ? '0' : readAmount(funds);
  const make = useMutation({
    mutationFn: (openingBalance: string) => api.createAccount({ name: name.trim(), openingBalance }),
    onSuccess: async (account) => {
      await refresh();
      onMade(account);
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() !== '' && amount !== undefined && !make.isPending) make.mutate(amount);
  };
  const nameError = asked && name.trim() === '' ? 'A name is needed.' : fieldError(make.error, 'name');
  const fundsError =
    amount === undefined ? 'Write an amount, e.g. 10,000.' : fieldError(make.error, 'openingBalance');
  return (
    <Dialog title="New account" onClose={onClose}>
      <form onSubmit={send} noValidate className="grid gap-3">
        <p className="text-muted">Trades, funds and results of an account are kept apart from all others.</p>
        <Field label="Name" value={name} onChange={setName} placeholder="Swing trades" error={nameError} />
        <Field
          label="Opening funds"
          inputMode="decimal"
          suffix="USD"
          value={funds}
          onChange={setFunds}
          error={fundsError}
          hint="Virtual. More can be deposited at any time."
        />
        {make.error && !nameError && !fundsError && <Alert>{explain(make.error, UNKNOWN)}</Alert>}
        <Button type="submit" kind="primary" size="large" disabled={make.isPending}>
          {make.isPending ? 'Making it…' : 'Make the account'}
        </Button>
      </form>
    </Dialog>
  );
}
