import type { ReactNode } from 'react';
import type { TradeView } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatPrice } from '../../format/number.ts';
import { cancelWords, closeWords, waitsFor } from '../../trade-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SignedMoney } from '../../ui/signed.tsx';
import { ExitsForm } from './exits-form.tsx';
import { useTradeCommand } from './use-trade-commands.ts';

export type TradeAction = 'close' | 'cancel' | 'exits';

const TITLES = { close: 'Close the trade', cancel: 'Cancel the order', exits: 'Change the exits' } as const;
const UNKNOWN = 'It is not known whether it took effect. Look at the state of the trade, then try again.';

interface Props {
  readonly trade: TradeView;
  readonly action: TradeAction;
  readonly places: number;
  readonly onDone: () => void;
}

/** Says exactly what the button will do before it does it. */
const TradeDialog = ({ trade, action, places, onDone }: Props): ReactNode => {
  const command = useTradeCommand(trade.id, onDone);
  return (
    <Dialog title={`${TITLES[action]}: ${trade.symbol}`} onClose={onDone}>
      <div className="grid gap-3">
        {action === 'close' && (
          <>
            <p className="text-muted">
              It fills at the first price from now on, as taker. Both exits are taken away.
              {trade.entryPrice !== null && ` The entry was ${formatPrice(trade.entryPrice, places)}`}
              {trade.unrealizedPnl !== null && (
                <>
                  ; it stands at <SignedMoney value={trade.unrealizedPnl} /> before fees
                </>
              )}
              .
            </p>
            <Button
              kind="danger"
              size="large"
              disabled={command.isPending}
              onClick={() => command.mutate({ kind: 'close' })}
            >
              {closeWords(trade, places)}
            </Button>
          </>
        )}
        {action === 'cancel' && (
          <>
            <p className="text-muted">
              It waits for: {waitsFor(trade, places)}. If the price gets there before the cancel takes effect,
              the trade opens, and its log says so.
            </p>
            <Button
              kind="danger"
              size="large"
              disabled={command.isPending}
              onClick={() => command.mutate({ kind: 'cancel' })}
            >
              {cancelWords(trade)}
            </Button>
          </>
        )}
        {action === 'exits' && (
          <ExitsForm
            trade={trade}
            places={places}
            busy={command.isPending}
            onSend={(change, version) => command.mutate({ kind: 'exits', change, version })}
          />
        )}
        {command.error && (
          <p role="alert" className="rounded-md bg-down/12 px-2.5 py-2 text-table text-down">
            {explain(command.error, UNKNOWN)}
          </p>
        )}
      </div>
    </Dialog>
  );
};

export default TradeDialog;
