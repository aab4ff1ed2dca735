import type { ReactNode } from 'react';
import type { TradeView } from '../../api.ts';
import { ExitPrice } from '../../exit-price.tsx';
import { lossWords, profitWords } from '../../exit-words.ts';
import { formatPrice, formatQuantity } from '../../format/number.ts';
import { baseOf } from '../../format/words.ts';
import { LastPrice } from '../../last-price.tsx';
import { stateWords, waitsFor } from '../../trade-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { Side } from '../../ui/side.tsx';
import { SignedMoney, SignedPercent } from '../../ui/signed.tsx';
import { useFlash } from '../../ui/use-flash.ts';
import type { TradeListProps } from './active-trades.tsx';
import { TradeActions } from './trade-actions.tsx';

const ActiveCard = ({
  trade,
  ...props
}: Omit<TradeListProps, 'trades'> & { trade: TradeView }): ReactNode => {
  const flash = useFlash(trade.version, () => 'info');
  const places = props.placesOf(trade.symbol);
  const at = (price: string | null): string => (price === null ? '–' : formatPrice(price, places));
  const state = stateWords(trade.state);
  return (
    <Card
      flash={flash}
      onSelect={() => props.onSelect(trade.id)}
      title={
        <>
          {trade.symbol} <Side direction={trade.direction} />
        </>
      }
      aside={<Badge tone={state.tone}>{state.label}</Badge>}
      footer={<TradeActions trade={trade} places={places} size="normal" />}
    >
      <p className="flex items-baseline justify-between">
        <span className="text-muted tabular-nums">
          {formatQuantity(trade.quantity)} {baseOf(trade.symbol)}
        </span>
        {trade.unrealizedPnl === null ? (
          <span className="text-muted">{waitsFor(trade, places)}</span>
        ) : (
          <span className="flex items-baseline gap-2">
            <SignedMoney value={trade.unrealizedPnl} className="font-semibold text-touch" />
            {trade.unrealizedPnlPercent !== null && <SignedPercent value={trade.unrealizedPnlPercent} />}
          </span>
        )}
      </p>
      <dl className="grid grid-cols-4 gap-2">
        <Figure label="Entry">{at(trade.entryPrice)}</Figure>
        <Figure label="Last">
          <LastPrice price={trade.currentPrice} stale={trade.currentPriceStale} places={places} />
        </Figure>
        <Figure label="Take profit">
          <ExitPrice exit={profitWords(trade, places)} />
        </Figure>
        <Figure label="Stop loss">
          <ExitPrice exit={lossWords(trade, places)} />
        </Figure>
      </dl>
    </Card>
  );
};

/** Pending and open trades as cards, for a phone. */
export const ActiveCards = ({ trades, ...props }: TradeListProps): ReactNode => (
  <ul className="grid gap-2">
    {trades.map((trade) => (
      <ActiveCard key={trade.id} trade={trade} {...props} />
    ))}
  </ul>
);
