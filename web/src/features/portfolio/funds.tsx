import type { ReactNode } from 'react';
import type { AccountView, PortfolioView } from '../../api.ts';
import { formatMoney } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Fact } from '../../ui/details-list.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Panel, SkeletonRows } from '../../ui/panel.tsx';
import { SignedMoney } from '../../ui/signed.tsx';

const shareOf = (part: string, whole: string): number => {
  const share = (Number(part) / Number(whole)) * 100;
  return Number.isFinite(share) ? Math.max(0, Math.min(100, share)) : 0;
};

const PARTS = [
  ['cash', 'Free cash', 'bg-info'],
  ['reserved', 'Reserved', 'bg-muted'],
  ['positions', 'Positions', 'bg-gold'],
] as const;

/** Where the money is: a bar of its parts, and each with its number. */
const Parts = ({
  portfolio,
  account,
}: {
  portfolio: PortfolioView;
  account: AccountView | undefined;
}): ReactNode => (
  <div className="grid gap-3">
    <div aria-hidden="true" className="flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-raised">
      {PARTS.map(([key, , colour]) => {
        const share = shareOf(portfolio[key], portfolio.total);
        return share === 0 ? null : (
          <span key={key} className={`h-full ${colour}`} style={{ width: `${share}%` }} />
        );
      })}
    </div>
    <dl className="grid gap-2 text-table">
      {PARTS.map(([key, label, colour]) => (
        <div key={key} className="grid grid-cols-[8px_minmax(0,1fr)_auto_52px] items-baseline gap-2">
          <span aria-hidden="true" className={`size-2 rounded-full ${colour}`} />
          <dt className="text-muted">{label}</dt>
          <dd className="tabular-nums">{formatMoney(portfolio[key])}</dd>
          <dd className="text-right text-muted tabular-nums">
            {shareOf(portfolio[key], portfolio.total).toFixed(1)} %
          </dd>
        </div>
      ))}
    </dl>
    <dl className="grid gap-2 border-line border-t pt-3 text-table">
      <Fact label="Paid in, less paid out">{formatMoney(portfolio.netDeposits)}</Fact>
      {account && (
        <>
          <Fact label="Realized P&L, before fees">
            <SignedMoney value={account.realizedPnl} />
          </Fact>
          <Fact label={`Fees of ${account.fillCount} ${account.fillCount === 1 ? 'fill' : 'fills'}`}>
            {formatMoney(account.fees)}
          </Fact>
        </>
      )}
    </dl>
  </div>
);

interface Props {
  readonly portfolio: PortfolioView | undefined;
  readonly account: AccountView | undefined;
  readonly onDeposit: () => void;
  readonly onWithdraw: () => void;
  readonly onReset: () => void;
}

/** Cash, what is reserved, positions; and the ways to move virtual money. */
export const Funds = ({ portfolio, account, onDeposit, onWithdraw, onReset }: Props): ReactNode => {
  const isActive = account?.status === 'active';
  return (
    <Panel
      title="Funds"
      aside={
        <Button kind="plain" size="small" className="-mr-2" disabled={!isActive} onClick={onReset}>
          Reset…
        </Button>
      }
    >
      <div className="flex flex-1 flex-col justify-between gap-4 p-3">
        {portfolio ? <Parts portfolio={portfolio} account={account} /> : <SkeletonRows rows={3} />}
        <div className="grid grid-cols-2 gap-2">
          <Button kind="primary" disabled={!isActive} onClick={onDeposit}>
            <Icon name="deposit" /> Deposit
          </Button>
          <Button disabled={!isActive} onClick={onWithdraw}>
            <Icon name="withdraw" /> Withdraw
          </Button>
        </div>
      </div>
    </Panel>
  );
};
