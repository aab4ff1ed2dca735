import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { Empty, Panel } from '../ui/panel.tsx';
import { useIsDesktop } from '../ui/use-media.ts';
import { TradeDetail, TradeTitle } from './trade-detail.tsx';
import { TradeLists } from './trade-lists.tsx';

/** All trades with room, and the log of the chosen one. */
const Trades = ({ desk }: { desk: Desk }): ReactNode => {
  const { trade } = desk;
  if (!useIsDesktop()) return <TradeLists desk={desk} />;
  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)_minmax(220px,42%)] gap-3">
      <TradeLists desk={desk} />
      <Panel
        title="Log"
        aside={
          trade && (
            <span className="text-table">
              <TradeTitle trade={trade} />
            </span>
          )
        }
      >
        {trade ? (
          <TradeDetail trade={trade} places={desk.placesOf(trade.symbol)} />
        ) : (
          <Empty>Choose a trade: its log says what happened, when, and why at that price.</Empty>
        )}
      </Panel>
    </div>
  );
};

export default Trades;
