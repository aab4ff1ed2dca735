import { type ReactNode, useState } from 'react';
import type { TradeView } from '../api.ts';
import type { Desk } from '../desk.ts';
import { InstrumentFacts } from '../features/market/instrument-facts.tsx';
import { PriceHeader } from '../features/market/price-header.tsx';
import { Ticket } from '../features/ticket/ticket.tsx';
import { ticketMarket } from '../features/ticket/ticket-market.ts';
import { Button } from '../ui/button.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Panel } from '../ui/panel.tsx';
import { useSplitter } from '../ui/splitter.tsx';
import { useIsDesktop } from '../ui/use-media.ts';
import { MarketChart } from './market-chart.tsx';
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

/** Beside the chart, and above it where there is little room: why a trade did what it did. */
const OpenedTrade = ({ desk, trade }: { desk: Desk; trade: TradeView }): ReactNode => (
  <Panel
    title="Log"
    className="w-85 shrink-0 animate-appear max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20"
    aside={
      <span className="-mr-2 flex items-center gap-2 text-table">
        <TradeTitle trade={trade} />
        <CloseButton label="Close the log" onClose={() => desk.onTrade(undefined)} />
      </span>
    }
  >
    <TradeDetail trade={trade} places={desk.placesOf(trade.symbol)} />
  </Panel>
);

const DesktopTerminal = ({ desk }: { desk: Desk }): ReactNode => {
  const [height, splitter] = useSplitter({
    label: 'Height of the trades',
    name: 'drawer',
    first: Math.round(window.innerHeight * 0.28),
    least: 96,
    most: Math.round(window.innerHeight * 0.6),
  });
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_320px] gap-3">
      <div className="flex min-h-0 flex-col">
        <div className="relative flex min-h-0 flex-1 gap-3">
          <div className="flex min-w-0 flex-1 flex-col rounded-md border border-line bg-surface">
            <div className="border-line border-b">
              <Header desk={desk} />
            </div>
            <MarketChart desk={desk} />
          </div>
          {desk.opened && <OpenedTrade desk={desk} trade={desk.opened} />}
        </div>
        {splitter}
        <div className="flex shrink-0 flex-col" style={{ height }}>
          <TradeLists desk={desk} className="flex-1" />
        </div>
      </div>
      <Panel
        title="Ticket"
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
    </div>
  );
};

const PhoneTerminal = ({ desk }: { desk: Desk }): ReactNode => {
  const [ticket, setTicket] = useState(false);
  return (
    <div className="grid gap-2">
      <div className="rounded-md border border-line bg-surface">
        <Header desk={desk} />
        <div className="flex h-100 flex-col border-line border-y">
          <MarketChart desk={desk} />
        </div>
        <div className="p-3">
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
