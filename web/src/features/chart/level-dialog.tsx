import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatPrice, formatQuantity, formatSignedMoney } from '../../format/number.ts';
import { baseOf, quoteOf } from '../../format/words.ts';
import { useRefresh } from '../../overview.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { distanceWords, ownDistance } from './level-words.ts';
import { changeFor, isEntry, LEVEL_NAMES, type Level, pnlAt } from './levels.ts';

const UNKNOWN = 'It is not known whether it took effect. Look at the levels of the trade, then try again.';

interface Props {
  readonly level: Level;
  readonly price: string;
  readonly places: number;
  readonly onDone: () => void;
  /** Not accepted: the level is where it was. */
  readonly onRefused: () => void;
}

/** What is set, from what and to what, in words. */
const changeWords = (level: Level, price: string, places: number) => {
  const name = LEVEL_NAMES[level.kind].toLowerCase();
  const distance = distanceWords(level, price, places);
  const { symbol, direction, currentPrice } = level.trade;
  const trade = `${symbol} ${direction}, ${formatQuantity(level.quantity)} ${baseOf(symbol)}`;
  const at = formatPrice(price, places);
  if (distance !== undefined) {
    const now = currentPrice === null ? '' : ` At ${formatPrice(currentPrice, places)} it stands at ${at}.`;
    return {
      what: `distance of the ${name}`,
      from: ownDistance(level, places) ?? '',
      to: distance,
      sentence: `The ${name} of ${trade}, follows ${distance} behind the best price from now on.${now}`,
    };
  }
  const from = formatPrice(level.price, places);
  return { what: name, from, to: at, sentence: `The ${name} of ${trade}, moves from ${from} to ${at}.` };
};

/** Says what the move does before it is sent; it acts once the market up to now has been evaluated. */
export const LevelDialog = ({ level, price, places, onDone, onRefused }: Props): ReactNode => {
  const refresh = useRefresh();
  const send = useMutation({
    mutationFn: () => api.changeExits(level.trade, changeFor(level, price)),
    onSuccess: onDone,
    onError: onRefused,
    onSettled: refresh,
  });
  const pnl = isEntry(level) ? null : pnlAt(level, price);
  const { what, from, to, sentence } = changeWords(level, price, places);
  return (
    <Dialog title={`Move the ${LEVEL_NAMES[level.kind].toLowerCase()}`} onClose={onDone}>
      <div className="grid gap-3">
        <p>
          {sentence}
          {pnl !== null &&
            ` If it fills there it makes ${formatSignedMoney(pnl)} ${quoteOf(level.trade.symbol)} before fees.`}
        </p>
        <p className="text-muted">
          Until it takes effect the old one is still armed; the log says which came first.
        </p>
        <Button kind="primary" size="large" disabled={send.isPending} onClick={() => send.mutate()}>
          Set the {what} to {to}
        </Button>
        <Button size="large" disabled={send.isPending} onClick={onDone}>
          Leave it at {from}
        </Button>
        {send.error && <Alert>{explain(send.error, UNKNOWN)}</Alert>}
      </div>
    </Dialog>
  );
};
