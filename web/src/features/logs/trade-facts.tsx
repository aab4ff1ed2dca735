import type { ReactNode } from 'react';
import type { TradeView } from '../../api.ts';
import { ExitPrice } from '../../exit-price.tsx';
import { lossWords, profitWords } from '../../exit-words.ts';
import { hasExits } from '../../exits.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { legName, reasonName } from '../../format/words.ts';
import { LastPrice } from '../../last-price.tsx';
import { amountOf, endedBy, stateWords, waitsFor } from '../../trade-words.ts';
import { Figure } from '../../ui/card.tsx';
import { SignedMoney } from '../../ui/signed.tsx';

/** The levels of a trade and what it has made. */
export const TradeFacts = ({ trade, places }: { trade: TradeView; places: number }): ReactNode => {
  const at = (price: string | null): string => (price === null ? '–' : formatPrice(price, places));
  const closed = trade.status === 'closed';
  return (
    <div className="grid gap-2 border-line border-b px-3 py-2.5">
      <dl className="grid grid-cols-4 gap-x-3 gap-y-2 @max-[26rem]:grid-cols-3 @max-[18rem]:grid-cols-2 @min-[60rem]:grid-cols-8">
        <Figure label="Amount">{amountOf(trade)}</Figure>
        <Figure label="Entry">
          {trade.entryPrice === null ? waitsFor(trade, places) : at(trade.entryPrice)}
        </Figure>
        {closed ? (
          <Figure label="Exit">{at(trade.exitPrice)}</Figure>
        ) : (
          <Figure label="Last">
            <LastPrice price={trade.currentPrice} stale={trade.currentPriceStale} places={places} />
          </Figure>
        )}
        <Figure label={closed ? 'Net P&L' : 'Unrealized P&L'}>
          <Pnl value={closed ? trade.netPnl : trade.unrealizedPnl} />
        </Figure>
        <Figure label="Take profit">
          <ExitPrice exit={profitWords(trade, places)} />
        </Figure>
        <Figure label="Stop loss">
          <ExitPrice exit={lossWords(trade, places)} />
        </Figure>
        <Figure label="Fees">{formatMoney(trade.fees)}</Figure>
        {closed ? (
          <Figure label="Gross P&L">
            <Pnl value={trade.realizedPnl} />
          </Figure>
        ) : (
          <Figure label="Armed">{armedLegs(trade)}</Figure>
        )}
      </dl>
      <p className="text-label text-muted">{trade.endedAt === null ? nowWords(trade) : endWords(trade)}</p>
    </div>
  );
};

const Pnl = ({ value }: { value: string | null }): ReactNode =>
  value === null ? '–' : <SignedMoney value={value} />;

const nowWords = (trade: TradeView): string => {
  if (trade.state === 'open' && !hasExits(trade))
    return 'The entry is filled. There is no exit: it stays open until you close it.';
  const { meaning } = stateWords(trade.state);
  return trade.state === 'pending' && trade.goodTill !== null
    ? `${meaning} It expires if it is not filled by ${formatMinute(trade.goodTill)}.`
    : meaning;
};

const endWords = (trade: TradeView): string => {
  if (trade.closeReason === 'manual') return 'Ended: closed by hand.';
  if (trade.closeReason !== null)
    return `Ended: its ${reasonName(trade.closeReason).toLowerCase()} was filled.`;
  return `${endedBy(trade)}.`;
};

/** `Target ×2, Stop loss` */
const armedLegs = (trade: TradeView): string => {
  const armed = trade.legs.filter((leg) => leg.state === 'armed' || leg.state === 'triggered');
  const byLeg = Map.groupBy(armed, ({ leg }) => legName(leg));
  const words = [...byLeg].map(([name, same]) => (same.length > 1 ? `${name} ×${same.length}` : name));
  return words.length === 0 ? 'nothing' : words.join(', ');
};
