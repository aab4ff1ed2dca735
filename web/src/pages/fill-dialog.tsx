import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, type FillEntryView } from '../api.ts';
import Evidence from '../features/logs/evidence.tsx';
import { formatMoney, formatPrice, formatQuantity, formatSignedMoney } from '../format/number.ts';
import { formatExact } from '../format/time.ts';
import { baseOf, legName } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { Fact } from '../ui/details-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SkeletonRows } from '../ui/panel.tsx';

type Fill = Pick<
  FillEntryView,
  'id' | 'tradeId' | 'symbol' | 'time' | 'leg' | 'liquidity' | 'quantity' | 'price' | 'notional' | 'fee'
>;

interface Props {
  readonly entry: Fill & Partial<Pick<FillEntryView, 'amount'>>;
  readonly title: string;
  readonly places: number;
  readonly onClose: () => void;
  /** Leads to the trade that it is of. */
  readonly onTrade?: () => void;
}

/** One fill: its numbers, and why it came at this price. */
export default function FillDialog({ entry, title, places, onClose, onTrade }: Props): ReactNode {
  const log = useQuery({
    queryKey: ['logs', entry.tradeId, 'fill'],
    queryFn: async () => (await api.logs(entry.tradeId)).items,
    retry: false,
  });
  const row = log.data?.find(({ fill }) => fill?.id === entry.id);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="@container grid gap-3">
        <dl className="grid gap-1 text-table">
          <Fact label="Time">{formatExact(entry.time)}</Fact>
          <Fact label="Leg">
            {legName(entry.leg)}, {entry.liquidity}
          </Fact>
          <Fact label="Quantity">
            {formatQuantity(entry.quantity)} {baseOf(entry.symbol)}
          </Fact>
          <Fact label="Price">{formatPrice(entry.price, places)}</Fact>
          <Fact label="Quantity times price">{formatMoney(entry.notional)}</Fact>
          <Fact label="Fee">{formatMoney(entry.fee)}</Fact>
          {entry.amount !== undefined && (
            <div className="mt-1 border-line border-t pt-1.5">
              <Fact label="Amount, fee included" strong>
                {formatSignedMoney(entry.amount)} USD
              </Fact>
            </div>
          )}
        </dl>
        {log.isPending && <SkeletonRows rows={3} />}
        {log.isError && (
          <p className="text-muted">The evidence could not be read. The fill is not affected.</p>
        )}
        {row?.evidence && (
          <Evidence evidence={row.evidence} fill={row.fill} symbol={entry.symbol} places={places} />
        )}
        {log.data && !row?.evidence && (
          <p className="text-muted">Its evidence is further down in the log of the trade.</p>
        )}
        {onTrade && (
          <div>
            <Button onClick={onTrade}>Open the trade and its log</Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
