import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { add, compare, subtract } from '../../../../shared/domain/money/decimal.ts';
import { useRefreshBooks } from '../../accounts.ts';
import { type AccountView, api } from '../../api.ts';
import { newClientId } from '../../client-id.ts';
import { explain, fieldError, isRefused } from '../../errors.ts';
import { readAmount } from '../../format/amount.ts';
import { formatMoney } from '../../format/number.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact } from '../../ui/details-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

const UNKNOWN =
  'It is not known whether it was booked. Send it again: the same booking is made once at most.';
const AMOUNTS = ['1000', '10000', '50000'] as const;

interface Props {
  readonly kind: 'deposit' | 'withdraw';
  readonly account: AccountView;
  readonly onClose: () => void;
}

/** Adds virtual funds, or takes them out as far as cash is free; says before what will be free after. */
export default function CashDialog({ kind, account, onClose }: Props): ReactNode {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  // The same amount sent again bears the same id, and is booked once.
  const sent = useRef<{ amount: string; id: string }>(undefined);
  const refresh = useRefreshBooks();
  const book = useMutation({
    mutationFn: (amount: string) => {
      if (sent.current?.amount !== amount) sent.current = { amount, id: newClientId() };
      const body = { amount, clientEntryId: sent.current.id };
      return kind === 'deposit' ? api.deposit(account.id, body) : api.withdraw(account.id, body);
    },
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const amount = readAmount(text);
  const tooMuch = kind === 'withdraw' && amount !== undefined && compare(amount, account.cash) > 0;
  const change = (next: string): void => {
    setText(next);
    if (!book.isPending && isRefused(book.error)) book.reset();
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (amount !== undefined && !book.isPending) book.mutate(amount);
  };
  const refused = fieldError(book.error, 'amount');
  const error =
    asked && text.trim() === ''
      ? 'An amount is needed.'
      : text.trim() !== '' && amount === undefined
        ? 'Write an amount, e.g. 2,500.'
        : (refused ?? (tooMuch ? `Only ${formatMoney(account.cash)} is free.` : undefined));
  const after =
    amount && !tooMuch
      ? kind === 'deposit'
        ? add(account.cash, amount)
        : subtract(account.cash, amount)
      : undefined;
  const verb = kind === 'deposit' ? 'Deposit' : 'Withdraw';
  return (
    <Dialog title={`${verb} virtual funds`} onClose={onClose}>
      <form onSubmit={send} noValidate className="grid gap-3">
        <Field
          label="Amount"
          inputMode="decimal"
          suffix="USD"
          placeholder="0.00"
          value={text}
          onChange={change}
          error={error}
        />
        <div className="flex gap-1.5">
          {kind === 'deposit' ? (
            AMOUNTS.map((one) => (
              <Button key={one} className="flex-1" onClick={() => change(one)}>
                {formatMoney(one).replace('.00', '')}
              </Button>
            ))
          ) : (
            <Button className="flex-1" onClick={() => change(account.cash)}>
              All that is free
            </Button>
          )}
        </div>
        <dl className="grid gap-1 rounded-md bg-raised px-2.5 py-2 text-table">
          <Fact label={`Free in ${account.name} now`}>{formatMoney(account.cash)} USD</Fact>
          <Fact label="Free afterwards">{after === undefined ? '–' : `${formatMoney(after)} USD`}</Fact>
        </dl>
        {book.error && !refused && <Alert>{explain(book.error, UNKNOWN)}</Alert>}
        <Button type="submit" kind="primary" size="large" disabled={book.isPending} className="tabular-nums">
          {book.isPending ? 'Booking…' : amount ? `${verb} ${formatMoney(amount)} USD` : verb}
        </Button>
      </form>
    </Dialog>
  );
}
