import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { add, compare, type Money, negate, subtract } from '../../../../shared/domain/money/decimal.ts';
import { type AuditView, api, type PositionView } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatMoney, formatSignedMoney } from '../../format/number.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact } from '../../ui/details-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SkeletonRows } from '../../ui/panel.tsx';
import { CELL, type Column, NUMBER_CELL, Table } from '../../ui/table.tsx';

const count = (number: number, one: string): string =>
  `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;

const Verdict = ({ audit }: { audit: AuditView }): ReactNode => {
  const read = `${count(audit.entries, 'ledger line')} and ${count(audit.trades, 'trade')} were read again and added up.`;
  if (audit.balanced)
    return (
      <Alert tone="up">
        <strong className="font-semibold">The books balance.</strong>{' '}
        <span className="text-text">{read} Nothing differs.</span>
      </Alert>
    );
  if (!audit.conclusive)
    return (
      <Alert tone="warning">
        <strong className="font-semibold">Not conclusive.</strong>{' '}
        <span className="text-text">
          The account kept changing while it was read. Ask again when it is quiet.
        </span>
      </Alert>
    );
  return (
    <Alert>
      <strong className="font-semibold">The books do not balance.</strong>{' '}
      <span className="text-text">{read}</span>
    </Alert>
  );
};

interface Books {
  readonly audit: AuditView;
  /** What the open longs cost, as the list of positions has it. */
  readonly atCost: Money;
}

/** Both sides of the books, each from its own source: what came in, and where it is. */
const Sides = ({ audit: { account }, atCost }: Books): ReactNode => {
  const came = subtract(
    subtract(add(account.deposits, account.realizedPnl), account.withdrawals),
    account.fees,
  );
  const there = add(account.cash, account.reserved, atCost);
  return (
    <div className="grid gap-3 text-table">
      <dl className="grid gap-1">
        <Fact label="Deposits">{formatMoney(account.deposits)}</Fact>
        <Fact label="Withdrawals">{formatSignedMoney(negate(account.withdrawals as Money))}</Fact>
        <Fact label="Realized P&L, before fees">{formatSignedMoney(account.realizedPnl)}</Fact>
        <Fact label={`Fees of ${count(account.fillCount, 'fill')}`}>
          {formatSignedMoney(negate(account.fees as Money))}
        </Fact>
        <div className="mt-1 border-line border-t pt-1.5">
          <Fact label="What must be there" strong>
            {formatMoney(came)}
          </Fact>
        </div>
      </dl>
      <dl className="grid gap-1">
        <Fact label="Free cash">{formatMoney(account.cash)}</Fact>
        <Fact label="Reserved">{formatMoney(account.reserved)}</Fact>
        <Fact label="Bought and open, at cost">{formatMoney(atCost)}</Fact>
        <div className="mt-1 border-line border-t pt-1.5">
          <Fact label="What is there" strong>
            {formatMoney(there)}
          </Fact>
        </div>
      </dl>
    </div>
  );
};

const DIFFERENCES: readonly Column[] = [
  { label: 'What' },
  { label: 'Stated', align: 'right' },
  { label: 'Recomputed', align: 'right' },
];

const Differences = ({ audit }: { audit: AuditView }): ReactNode => (
  <div className="@container -mx-4 overflow-x-auto">
    <Table label="Differences" columns={DIFFERENCES}>
      {audit.differences.map(({ what, stated, recomputed }) => (
        <tr key={what} className="h-9">
          <th scope="row" className={`${CELL} text-left font-medium`}>
            {what}
          </th>
          <td className={NUMBER_CELL}>{stated}</td>
          <td className={NUMBER_CELL}>{recomputed}</td>
        </tr>
      ))}
    </Table>
  </div>
);

const longsAtCost = (positions: readonly PositionView[]): Money =>
  add('0', ...positions.filter(({ direction }) => direction === 'long').map(({ cost }) => cost));

const MOST_READS = 3;

/** The audit and the positions of one moment: read again where a fill came between the two. */
const readBooks = async (account: string): Promise<Books> => {
  for (let read = 1; ; read++) {
    const audit = await api.audit(account);
    const atCost = longsAtCost((await api.positions(account)).items);
    const { cash, reserved, deposits, withdrawals, realizedPnl, fees } = audit.account;
    const came = subtract(subtract(add(deposits, realizedPnl), withdrawals), fees);
    if (read === MOST_READS || compare(add(cash, reserved, atCost), came) === 0) return { audit, atCost };
  }
};

/** Recomputes an account from its ledger and its trades, as soon as it is opened. */
export default function AuditDialog({
  account,
  name,
  onClose,
}: {
  account: string;
  name: string;
  onClose: () => void;
}): ReactNode {
  const audit = useQuery({
    queryKey: ['audit', account],
    queryFn: () => readBooks(account),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <Dialog title={`Audit of ${name}`} onClose={onClose}>
      <div className="grid gap-4">
        {audit.isPending && <SkeletonRows rows={6} />}
        {audit.error && <Alert>{explain(audit.error, 'The books are as they were.')}</Alert>}
        {audit.data && (
          <>
            <Verdict audit={audit.data.audit} />
            {audit.data.audit.differences.length > 0 && <Differences audit={audit.data.audit} />}
            <Sides {...audit.data} />
          </>
        )}
        <Button disabled={audit.isFetching} onClick={() => void audit.refetch()}>
          {audit.isFetching ? 'Adding up…' : 'Add up again'}
        </Button>
      </div>
    </Dialog>
  );
}
