import { type ReactNode, Suspense, useState } from 'react';
import { useAccounts, useBooksFollow, usePortfolio } from '../accounts.ts';
import type { Overview } from '../api.ts';
import { useChosenTrade } from '../chosen-trade.ts';
import type { AccountAction, Desk } from '../desk.ts';
import { FillNotices } from '../features/notices/fill-notices.tsx';
import { Notices } from '../features/notices/notices.tsx';
import { placesOf } from '../format/number.ts';
import { useInstruments } from '../instruments.ts';
import { useStream } from '../live/use-stream.ts';
import { useOverview, useServerNow } from '../overview.ts';
import { usePlace } from '../place.ts';
import { learnPlaces, pricePlaces } from '../price-places.ts';
import { Catch } from '../ui/catch.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SkeletonRows } from '../ui/panel.tsx';
import { useIsDesktop } from '../ui/use-media.ts';
import { AccountDialogs } from './account-dialogs.tsx';
import { PAGES } from './lazy-pages.tsx';
import { usePageTitle } from './page-title.ts';
import { SessionButton } from './session-button.tsx';
import { Shell } from './shell.tsx';
import { ThemeButton } from './theme-button.tsx';
import { TopStrip } from './top-strip.tsx';
import { TradeDetail } from './trade-detail.tsx';

const FIRST_SYMBOL = 'BTC/USDT';

/** The overview has the trades of all accounts. */
const ofAccount = (overview: Overview | undefined, account: string): Overview | undefined =>
  overview && {
    ...overview,
    active: overview.active.filter(({ accountId }) => accountId === account),
    history: overview.history.filter(({ accountId }) => accountId === account),
  };

/** Polls the overview and gives every page the same desk. */
export const Dashboard = (): ReactNode => {
  const { query, unreachable } = useOverview();
  const accounts = useAccounts();
  const overview = ofAccount(query.data, accounts.chosenId);
  if (overview) learnPlaces(overview);
  useBooksFollow(query.data);
  const portfolio = usePortfolio(accounts.chosenId, accounts.chosen !== undefined);
  const now = useServerNow(overview, query.dataUpdatedAt);
  const place = usePlace();
  const isDesktop = useIsDesktop();
  const [chosenSymbol, setSymbol] = useState<string>();
  const [tradeId, setTradeId] = useState<string>();
  const [action, setAction] = useState<AccountAction>();
  const symbol = chosenSymbol ?? overview?.prices[0]?.symbol ?? FIRST_SYMBOL;
  const held = query.data?.active.map((trade) => trade.symbol) ?? [];
  useStream(place === 'terminal' ? [symbol, ...held] : held);
  // Where there is room for a log, the newest trade's stands there until one is chosen.
  const chosen = useChosenTrade(tradeId, overview);
  const newest =
    isDesktop && tradeId === undefined ? (overview?.active[0] ?? overview?.history[0]) : undefined;
  const trade = chosen ?? newest;
  const instruments = useInstruments([symbol, ...held]);
  const priceDecimals = (of: string): number => {
    const tick = instruments.get(of)?.tickSize;
    return tick === undefined ? pricePlaces(of) : placesOf(tick);
  };
  const desk: Desk = {
    overview,
    now,
    accounts: {
      ...accounts,
      choose: (id) => {
        accounts.choose(id);
        setTradeId(undefined);
      },
    },
    portfolio,
    onAccount: setAction,
    symbol,
    onSymbol: setSymbol,
    trade,
    opened: chosen,
    onTrade: setTradeId,
    placesOf: priceDecimals,
    instrumentOf: (of) => instruments.get(of),
  };
  usePageTitle(place, desk);
  const Page = PAGES[place];
  const top = (
    <>
      <TopStrip desk={desk} unreachable={unreachable}>
        {isDesktop && (
          <span className="flex">
            <ThemeButton />
            <SessionButton />
          </span>
        )}
      </TopStrip>
      <div className="bg-surface">
        <Notices
          overview={overview}
          account={accounts.chosen}
          unreachable={unreachable}
          receivedAt={query.dataUpdatedAt}
          now={now}
        />
      </div>
    </>
  );
  return (
    <Shell place={place} top={top}>
      <Catch key={place}>
        <Suspense fallback={<SkeletonRows rows={6} />}>
          <Page desk={desk} />
        </Suspense>
      </Catch>
      <FillNotices overview={query.data} placesOf={priceDecimals} onTrade={setTradeId} />
      <AccountDialogs desk={desk} action={action} onClose={() => setAction(undefined)} />
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
