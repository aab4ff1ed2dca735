import { lazy, type ReactNode, Suspense } from 'react';
import type { AccountAction, Desk } from '../desk.ts';
import { Catch } from '../ui/catch.tsx';

const CashDialog = lazy(() => import('../features/accounts/cash-dialog.tsx'));
const NewAccount = lazy(() => import('../features/accounts/new-account.tsx'));
const ResetDialog = lazy(() => import('../features/accounts/reset-dialog.tsx'));

interface Props {
  readonly desk: Desk;
  readonly action: AccountAction | undefined;
  readonly onClose: () => void;
}

const Chosen = ({ desk, action, onClose }: Props): ReactNode => {
  const { chosen, choose } = desk.accounts;
  if (action === 'new')
    return (
      <NewAccount
        onClose={onClose}
        onMade={(account) => {
          choose(account.id);
          onClose();
        }}
      />
    );
  if (!chosen || !action) return null;
  if (action === 'reset')
    return <ResetDialog account={chosen} active={desk.overview?.active.length ?? 0} onClose={onClose} />;
  return <CashDialog kind={action} account={chosen} onClose={onClose} />;
};

/** What is done with accounts, above whichever page. */
export const AccountDialogs = (props: Props): ReactNode => (
  <Catch>
    <Suspense>
      <Chosen {...props} />
    </Suspense>
  </Catch>
);
