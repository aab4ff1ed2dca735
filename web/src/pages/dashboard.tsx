import { type ReactNode, useState } from 'react';
import { useChosenTrade } from '../chosen-trade.ts';
import type { Desk } from '../desk.ts';
import { Notices } from '../features/notices/notices.tsx';
import { placesOf } from '../format/number.ts';
import { useInstruments } from '../instruments.ts';
import { useOverview, useServerNow } from '../overview.ts';
import { usePlace } from '../place.ts';
import { learnPlaces, pricePlaces } from '../price-places.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { useIsDesktop } from '../ui/use-media.ts';
import { useTheme } from '../ui/use-theme.ts';
import { Markets } from './markets.tsx';
import { usePageTitle } from './page-title.ts';
import { Shell } from './shell.tsx';
import { Status } from './status.tsx';
import { Terminal } from './terminal.tsx';
import { TopStrip } from './top-strip.tsx';
import { TradeDetail } from './trade-detail.tsx';
import { Trades } from './trades.tsx';

const PAGES = { terminal: Terminal, markets: Markets, trades: Trades, status: Status } as const;
const FIRST_SYMBOL = 'BTC/USDT';

const ThemeButton = (): ReactNode => {
  const [theme, toggle] = useTheme();
  const label = theme === 'dark' ? 'Light theme' : 'Dark theme';
  return (
    <Button kind="plain" size="small" aria-label={label} title={label} onClick={toggle}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </Button>
  );
};

/** Polls the overview and gives every page the same desk. */
export const Dashboard = (): ReactNode => {
  const query = useOverview();
  const overview = query.data;
  if (overview) learnPlaces(overview);
  const now = useServerNow(overview, query.dataUpdatedAt);
  const place = usePlace();
  const isDesktop = useIsDesktop();
  const [chosenSymbol, setSymbol] = useState<string>();
  const [tradeId, setTradeId] = useState<string>();
  const symbol = chosenSymbol ?? overview?.prices[0]?.symbol ?? FIRST_SYMBOL;
  // Where there is room for a log, the newest trade's stands there until one is chosen.
  const chosen = useChosenTrade(tradeId, overview);
  const newest =
    isDesktop && tradeId === undefined ? (overview?.active[0] ?? overview?.history[0]) : undefined;
  const trade = chosen ?? newest;
  const instruments = useInstruments();
  const priceDecimals = (of: string): number => {
    const tick = instruments.get(of)?.tickSize;
    return tick === undefined ? pricePlaces(of) : placesOf(tick);
  };
  const desk: Desk = {
    overview,
    now,
    symbol,
    onSymbol: setSymbol,
    trade,
    onTrade: setTradeId,
    placesOf: priceDecimals,
    instrumentOf: (of) => instruments.get(of),
  };
  usePageTitle(place, desk);
  const Page = PAGES[place];
  const top = (
    <>
      <TopStrip overview={overview} now={now} unreachable={query.isError}>
        {isDesktop && <ThemeButton />}
      </TopStrip>
      <div className="bg-surface">
        <Notices overview={overview} unreachable={query.isError} receivedAt={query.dataUpdatedAt} now={now} />
      </div>
    </>
  );
  return (
    <Shell place={place} top={top}>
      <Page desk={desk} />
      {!isDesktop && trade && (
        <Dialog title={`${trade.symbol} ${trade.direction}`} onClose={() => setTradeId(undefined)}>
          <div className="-m-4">
            <TradeDetail trade={trade} places={priceDecimals(trade.symbol)} />
          </div>
        </Dialog>
      )}
    </Shell>
  );
};
