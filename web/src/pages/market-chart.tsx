import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { TradeView } from '../api.ts';
import type { Desk } from '../desk.ts';
import { useRareStatus } from '../features/feeds/use-status.ts';
import { legName } from '../format/words.ts';
import { Catch } from '../ui/catch.tsx';
import { Skeleton } from '../ui/panel.tsx';

const Chart = lazy(() => import('../features/chart/chart.tsx'));
const FillDialog = lazy(() => import('./fill-dialog.tsx'));

const NONE: readonly TradeView[] = [];
const ofSymbol = (trades: readonly TradeView[] | undefined, symbol: string): readonly TradeView[] =>
  trades?.filter((trade) => trade.symbol === symbol) ?? NONE;

/** Said across a chart whose prices are not those of a live exchange. */
const watermarkOf = ({ overview }: Desk): string => {
  if (!overview?.market.simulated) return '';
  return overview.market.source === 'replay' ? 'Replay' : 'Simulated';
};

/** The chart of the market that is looked at; a file of its own, for it is as large as the rest of the page. */
export const MarketChart = ({ desk }: { desk: Desk }): ReactNode => {
  const { overview, symbol } = desk;
  const places = desk.placesOf(symbol);
  const active = useMemo(() => ofSymbol(overview?.active, symbol), [overview?.active, symbol]);
  const ended = useMemo(() => ofSymbol(overview?.history, symbol), [overview?.history, symbol]);
  const status = useRareStatus().data;
  const blind = useMemo(
    () =>
      (status?.blindWindows ?? [])
        .filter((window) => window.symbol === symbol)
        .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
    [status, symbol],
  );
  const [fill, setFill] = useState<{ readonly tradeId: string; readonly id: string }>();
  const filled = fill && [...active, ...ended].find(({ id }) => id === fill.tradeId);
  const shownFill = filled?.fills.find(({ id }) => id === fill?.id);
  return (
    <Catch>
      <Suspense fallback={<Skeleton className="m-3 min-h-0 flex-1" />}>
        <Chart
          symbol={symbol}
          places={places}
          tick={desk.instrumentOf(symbol)?.tickSize ?? (10 ** -places).toFixed(places)}
          price={overview?.prices.find((price) => price.symbol === symbol)}
          active={active}
          ended={ended}
          chosenTrade={desk.trade?.id}
          blind={blind}
          watermark={watermarkOf(desk)}
          onFill={(tradeId, id) => setFill({ tradeId, id })}
        />
      </Suspense>
      <Suspense>
        {filled && shownFill && (
          <FillDialog
            entry={{ ...shownFill, tradeId: filled.id, symbol }}
            title={`${legName(shownFill.leg)}, ${symbol} ${filled.direction}`}
            places={places}
            onClose={() => setFill(undefined)}
            onTrade={() => {
              setFill(undefined);
              desk.onTrade(filled.id);
            }}
          />
        )}
      </Suspense>
    </Catch>
  );
};
