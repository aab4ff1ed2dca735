import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { TradeView } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import type { TradeAction } from './trade-dialog.tsx';

const TradeDialog = lazy(() => import('./trade-dialog.tsx'));

interface Props {
  readonly trade: TradeView;
  readonly places: number;
  readonly size?: 'small' | 'normal';
}

/** What can be done with an active trade. While a command waits, no other of its kind is offered. */
export const TradeActions = ({ trade, places, size = 'small' }: Props): ReactNode => {
  const [action, setAction] = useState<TradeAction>();
  const ending = trade.state === 'closing' || trade.state === 'cancelling';
  const grow = size === 'normal' ? 'flex-1' : '';
  return (
    <>
      <span className="relative z-1 flex justify-end gap-1">
        <Button size={size} className={grow} disabled={ending} onClick={() => setAction('exits')}>
          Exits
        </Button>
        <Button
          size={size}
          className={grow}
          disabled={ending}
          onClick={() => setAction(trade.status === 'open' ? 'close' : 'cancel')}
        >
          {trade.status === 'open' ? 'Close' : 'Cancel'}
        </Button>
      </span>
      {action && (
        <Suspense>
          <TradeDialog trade={trade} action={action} places={places} onDone={() => setAction(undefined)} />
        </Suspense>
      )}
    </>
  );
};
