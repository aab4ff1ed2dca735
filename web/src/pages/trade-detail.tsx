import type { ReactNode } from 'react';
import type { TradeView } from '../api.ts';
import { TradeFacts } from '../features/logs/trade-facts.tsx';
import { TradeLog } from '../features/logs/trade-log.tsx';
import { TradeActions } from '../features/trades/trade-actions.tsx';
import { Side } from '../ui/side.tsx';

/** `BTC/USDT Long`, the heading of a trade. */
export const TradeTitle = ({ trade }: { trade: TradeView }): ReactNode => (
  <>
    {trade.symbol} <Side direction={trade.direction} />
  </>
);

/** One trade: its levels, what can be done, and its log. */
export const TradeDetail = ({ trade, places }: { trade: TradeView; places: number }): ReactNode => (
  <div className="@container min-h-0 overflow-auto">
    <TradeFacts trade={trade} places={places} />
    {(trade.status === 'pending' || trade.status === 'open') && (
      <div className="border-line border-b p-3 lg:hidden">
        <TradeActions trade={trade} places={places} size="normal" />
      </div>
    )}
    <TradeLog trade={trade} places={places} />
  </div>
);
