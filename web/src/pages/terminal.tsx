import { type ReactNode, useState } from 'react';
import type { Desk } from '../desk.ts';
import { InstrumentFacts } from '../features/market/instrument-facts.tsx';
import { MarketList } from '../features/market/market-list.tsx';
import { PriceHeader } from '../features/market/price-header.tsx';
import { Ticket } from '../features/ticket/ticket.tsx';
import { ticketMarket } from '../features/ticket/ticket-market.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty, Panel } from '../ui/panel.tsx';
import { useIsDesktop } from '../ui/use-media.ts';
import { TradeDetail, TradeTitle } from './trade-detail.tsx';
import { TradeLists } from './trade-lists.tsx';

const priceOf = (desk: Desk) => desk.overview?.prices.find((price) => price.symbol === desk.symbol);

const Header = ({ desk }: { desk: Desk }): ReactNode => (
  <PriceHeader
    symbol={desk.symbol}
    price={priceOf(desk)}
    places={desk.placesOf(desk.symbol)}
    symbols={desk.overview?.prices.map((price) => price.symbol) ?? [desk.symbol]}
    onSymbol={desk.onSymbol}
    now={desk.now}
  />
);

const TicketOf = ({ desk, onCreated }: { desk: Desk; onCreated: (id: string) => void }): ReactNode => {
  const instrument = desk.instrumentOf(desk.symbol);
  const account = desk.accounts.chosen ?? desk.overview?.account;
  const places = desk.placesOf(desk.symbol);
  return (
    <>
      {/* Another symbol or account is another ticket: what is typed for one means nothing for the other. */}
      <Ticket
        key={`${desk.symbol} ${desk.accounts.chosenId}`}
        market={ticketMarket(desk.symbol, priceOf(desk), places, instrument, account)}
        now={desk.now}
        onCreated={(trade) => onCreated(trade.id)}
      />
      <InstrumentFacts instrument={instrument} account={account} />
    </>
  );
};

const DesktopTerminal = ({ desk }: { desk: Desk }): ReactNode => {
  const { trade } = desk;
  return (
    <div className="grid h-full min-h-0 grid-cols-[264px_minmax(0,1fr)_320px] grid-rows-[minmax(0,1fr)_minmax(200px,36%)] gap-3">
      <Panel title="Markets">
        <MarketList
          {...desk}
          prices={desk.overview?.prices}
          selected={desk.symbol}
          onSelect={desk.onSymbol}
        />
      </Panel>
      <div className="flex min-h-0 flex-col gap-3">
        <div className="rounded-md border border-line bg-surface">
          <Header desk={desk} />
        </div>
        <Panel
          title="Log"
          className="flex-1"
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
            <Empty>Choose a trade below: its log says what happened, when, and why at that price.</Empty>
          )}
        </Panel>
      </div>
      <Panel
        title="Ticket"
        className="xl:row-span-2"
        aside={
          <span className="min-w-0 truncate text-label text-muted">
            {desk.symbol}
            {desk.accounts.chosen && ` in ${desk.accounts.chosen.name}`}
          </span>
        }
      >
        <div className="min-h-0 scroll-pb-40 overflow-auto p-3">
          <TicketOf desk={desk} onCreated={desk.onTrade} />
        </div>
      </Panel>
      <TradeLists desk={desk} className="max-xl:col-span-3 xl:col-span-2" />
    </div>
  );
};

const PhoneTerminal = ({ desk }: { desk: Desk }): ReactNode => {
  const [ticket, setTicket] = useState(false);
  return (
    <div className="grid gap-2">
      <div className="rounded-md border border-line bg-surface">
        <Header desk={desk} />
        <div className="p-3 pt-0">
          <Button kind="primary" size="large" className="w-full" onClick={() => setTicket(true)}>
            Trade {desk.symbol}
          </Button>
        </div>
      </div>
      <TradeLists desk={desk} />
      {ticket && (
        <Dialog title={`Trade ${desk.symbol}`} onClose={() => setTicket(false)}>
          <TicketOf desk={desk} onCreated={() => setTicket(false)} />
        </Dialog>
      )}
    </div>
  );
};

/** Price, ticket and trades of one symbol in one sight. */
const Terminal = ({ desk }: { desk: Desk }): ReactNode =>
  useIsDesktop() ? <DesktopTerminal desk={desk} /> : <PhoneTerminal desk={desk} />;

export default Terminal;
