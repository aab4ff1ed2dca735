import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useRefreshBooks } from '../../accounts.ts';
import { type AccountView, api } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatMoney } from '../../format/number.ts';
import { useRefresh } from '../../overview.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TypedConfirmation } from '../../ui/typed-confirmation.tsx';

const UNKNOWN = 'It is not known whether the reset has begun. The account says “closing” where it has.';

/** Begins an account anew; what was is archived. */
export default function ResetDialog({
  account,
  active,
  onClose,
}: {
  account: AccountView;
  /** Trades that wait or are open in it. */
  active: number;
  onClose: () => void;
}): ReactNode {
  const [books, trades] = [useRefreshBooks(), useRefresh()];
  const reset = useMutation({
    mutationFn: () => api.resetAccount(account.id),
    onSuccess: async () => {
      await Promise.all([books(), trades()]);
      onClose();
    },
  });
  return (
    <Dialog title={`Reset ${account.name}`} onClose={onClose}>
      <TypedConfirmation
        word={account.name}
        action={`Reset ${account.name}`}
        busy={reset.isPending}
        error={reset.error ? explain(reset.error, UNKNOWN) : undefined}
        onConfirm={() => reset.mutate()}
      >
        <p>
          {active === 0
            ? 'No trade waits or is open.'
            : `${active} ${active === 1 ? 'trade that waits or is open is' : 'trades that wait or are open are'} cancelled or closed at the market first.`}{' '}
          Then its book is archived and a new one begins with{' '}
          <span className="text-text tabular-nums">{formatMoney(account.openingBalance)} USD</span>.
        </p>
        <p>Nothing is erased: the archived book stays readable over the API.</p>
      </TypedConfirmation>
    </Dialog>
  );
}
