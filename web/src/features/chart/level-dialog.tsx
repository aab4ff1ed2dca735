import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatPrice, formatSignedMoney } from '../../format/number.ts';
import { quoteOf } from '../../format/words.ts';
import { useRefresh } from '../../overview.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { changeFor, LEVEL_NAMES, type Level, pnlAt } from './levels.ts';

const UNKNOWN = 'It is not known whether it took effect. Look at the levels of the trade, then try again.';

interface Props {
  readonly level: Level;
  readonly price: string;
  readonly places: number;
  readonly onDone: () => void;
}

/** Says what the move does before it is sent; it acts once the market up to now has been evaluated. */
export const LevelDialog = ({ level, price, places, onDone }: Props): ReactNode => {
  const refresh = useRefresh();
  const send = useMutation({
    mutationFn: () => api.changeExits(level.trade.id, changeFor(level, price)),
    onSuccess: onDone,
    onSettled: refresh,
  });
  const name = LEVEL_NAMES[level.kind].toLowerCase();
  const isEntry = level.kind.startsWith('entry');
  const pnl = isEntry ? null : pnlAt(level.trade, price);
  const [from, to] = [formatPrice(level.price, places), formatPrice(price, places)];
  return (
    <Dialog title={`Move the ${name}`} onClose={onDone}>
      <div className="grid gap-3">
        <p>
          The {name} of {level.trade.symbol} {level.trade.direction} moves from {from} to {to}.
          {pnl !== null &&
            ` If it fills there it makes ${formatSignedMoney(pnl)} ${quoteOf(level.trade.symbol)} before fees.`}
        </p>
        <p className="text-muted">
          Until it takes effect the old one is still armed; the log says which came first.
        </p>
        <Button kind="primary" size="large" disabled={send.isPending} onClick={() => send.mutate()}>
          Set the {name} to {to}
        </Button>
        <Button size="large" disabled={send.isPending} onClick={onDone}>
          Leave it at {from}
        </Button>
        {send.error && <Alert>{explain(send.error, UNKNOWN)}</Alert>}
      </div>
    </Dialog>
  );
};
