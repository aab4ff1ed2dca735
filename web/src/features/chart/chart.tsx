import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Interval } from '../../../../shared/domain/market/candle.ts';
import type { PriceView, TradeView } from '../../api.ts';
import { isRefused } from '../../errors.ts';
import { formatPrice } from '../../format/number.ts';
import { marketWords } from '../../format/words.ts';
import { streamedSymbol, useExchangePrice } from '../../live/exchange.ts';
import { isOfNow } from '../../live/exchange-message.ts';
import { Skeleton } from '../../ui/panel.tsx';
import { isBar, type Span, withHoles, withPrice } from './bars.ts';
import { CandleTable } from './candle-table.tsx';
import { ChartEngine } from './engine.ts';
import { HistoryOffer } from './history-offer.tsx';
import { drawnOf, rememberedIndicators, rememberIndicators } from './indicators.ts';
import { rememberedInterval, rememberInterval, stepOf } from './intervals.ts';
import { Legend } from './legend.tsx';
import { LevelDialog } from './level-dialog.tsx';
import { levelGroups } from './level-groups.ts';
import { LevelHandles, type Move } from './level-handles.tsx';
import { levelsOf } from './levels.ts';
import { lineOf, linesOf } from './lines.ts';
import { marksOf } from './marks.ts';
import { onTheme } from './palette.ts';
import { Toolbar } from './toolbar.tsx';
import { useCandles } from './use-candles.ts';

interface Props {
  readonly symbol: string;
  readonly places: number;
  /** Step of a price. */
  readonly tick: string;
  readonly price: PriceView | undefined;
  /** Of this symbol: those with levels, and those whose fills are marked. */
  readonly active: readonly TradeView[];
  readonly ended: readonly TradeView[];
  /** The trade whose levels are moved where several share one. */
  readonly chosenTrade: string | undefined;
  readonly blind: readonly Span[];
  /** Words across the chart where prices are not real. */
  readonly watermark: string;
  /** A fill that was pressed, or Enter on its candle. */
  readonly onFill: (tradeId: string, fillId: string) => void;
}

/** Candles of a market with the levels and fills of its trades. */
const Chart = ({
  symbol,
  places,
  tick,
  price,
  active,
  ended,
  chosenTrade,
  blind,
  watermark,
  onFill,
}: Props): ReactNode => {
  const [interval, setInterval] = useState<Interval>(rememberedInterval);
  const [chosen, setChosen] = useState<readonly string[]>(rememberedIndicators);
  const [hovered, setHovered] = useState<number>();
  const [table, setTable] = useState(false);
  /** A level on its way; what was let go of is asked about, and is back where it was once that was refused. */
  const [move, setMove] = useState<Move>();
  const [asked, setAsked] = useState<Move>();
  const container = useRef<HTMLDivElement>(null);
  const engine = useRef<ChartEngine>(null);
  const placeHandles = useRef<() => void>(undefined);
  const step = stepOf(interval);
  const candles = useCandles(symbol, interval, chosen.join(','), price !== undefined);
  const moving = useExchangePrice(streamedSymbol(symbol, price?.source));
  const bars = useMemo(() => {
    const last = isOfNow(moving, price)
      ? { time: moving.time, value: Number(moving.price) }
      : price && { time: Date.parse(price.time), value: Number(price.price) };
    return withPrice(candles.bars, last, step);
  }, [candles.bars, price, moving, step]);
  const slots = useMemo(() => withHoles(bars, step), [bars, step]);
  const apart = move?.level.id;
  const levels = useMemo(() => active.flatMap(levelsOf), [active]);
  const groups = useMemo(
    () => levelGroups(levels, places, chosenTrade, apart),
    [levels, places, chosenTrade, apart],
  );
  const marks = useMemo(
    () =>
      marksOf(
        [...active, ...ended],
        bars.map(({ time }) => time),
        step,
      ),
    [active, ended, bars, step],
  );
  const drawn = useMemo(() => drawnOf(chosen, candles.answers), [chosen, candles.answers]);

  const latest = useRef({ marks, onFill, loadOlder: candles.loadOlder });
  latest.current = { marks, onFill, loadOlder: candles.loadOlder };
  useEffect(() => {
    if (!container.current) return undefined;
    const made = new ChartEngine(container.current, {
      onHover: setHovered,
      onMark: (id) => {
        const mark = latest.current.marks.find((one) => one.id === id);
        if (mark) latest.current.onFill(mark.tradeId, mark.id);
      },
      onLeft: () => latest.current.loadOlder(),
      onPaint: () => placeHandles.current?.(),
    });
    engine.current = made;
    const stop = onTheme(() => made.paint());
    return () => {
      stop();
      engine.current = null;
      made.destroy();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another market or timeframe is what begins anew
  useEffect(() => engine.current?.startAnew(), [symbol, interval]);
  useEffect(() => engine.current?.setPlaces(places), [places]);
  useEffect(() => engine.current?.setLines(linesOf(groups, apart)), [groups, apart]);
  useEffect(() => engine.current?.setMoving(move && lineOf({ ...move.level, price: move.price })), [move]);
  useEffect(() => {
    engine.current?.setSlots(slots);
    engine.current?.setHatched(candles.gaps, blind);
  }, [slots, candles.gaps, blind]);
  useEffect(() => engine.current?.setMarks(marks), [marks]);
  useEffect(() => engine.current?.setIndicators(drawn), [drawn]);
  useEffect(() => engine.current?.setWatermark(watermark), [watermark]);

  const onPlace = useCallback((place: () => void) => {
    placeHandles.current = place;
  }, []);
  const shown = bars.find(({ time }) => time === hovered) ?? bars.at(-1);
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget) return;
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const factor = { '+': 0.8, '-': 1.25 }[event.key];
    if (direction !== undefined) {
      const index = shown ? bars.indexOf(shown) + direction : -1;
      const next = bars[index];
      if (next) {
        engine.current?.point(next);
        setHovered(next.time);
      }
    } else if (factor !== undefined) engine.current?.zoom(factor);
    else if (event.key === 'Enter') {
      const mark = marks.find(({ time }) => time === shown?.time);
      if (mark) onFill(mark.tradeId, mark.id);
    } else return;
    event.preventDefault();
  };
  const isWaiting = price !== undefined && candles.isPending;
  const last = bars.at(-1);
  const description = last
    ? `${symbol}, ${bars.length} candles of ${interval}, the last closes at ${formatPrice(last.close.toFixed(places), places)}. Left and right move from candle to candle, plus and minus zoom, Enter opens a fill; the table has the numbers.`
    : `${symbol}, no candles yet`;
  return (
    <section aria-label="Chart" className="flex min-h-0 flex-1 flex-col">
      <Toolbar
        interval={interval}
        onInterval={(next) => {
          rememberInterval(next);
          setInterval(next);
        }}
        indicators={chosen}
        onIndicators={(ids) => {
          rememberIndicators(ids);
          setChosen(ids);
        }}
        onTable={() => setTable(true)}
      >
        <a
          href="https://www.tradingview.com/"
          rel="noreferrer"
          target="_blank"
          className="px-1 text-label text-muted hover:text-text max-sm:hidden"
          title="TradingView Lightweight Charts, Copyright (c) 2025 TradingView, Inc."
        >
          Chart by TradingView
        </a>
      </Toolbar>
      <HistoryOffer
        key={symbol}
        symbol={symbol}
        interval={interval}
        missing={candles.missing}
        venue={price ? marketWords(price.source) : 'the exchange'}
        now={price ? Date.parse(price.time) : Date.now()}
      />
      <div className="relative min-h-0 flex-1">
        <div
          role="img"
          aria-label={description}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move along its candles
          tabIndex={0}
          onKeyDown={keys}
          ref={container}
          className="absolute inset-0"
          data-bars={slots.filter(isBar).length}
          data-interval={interval}
        />
        <Legend bar={shown} places={places} />
        <LevelHandles
          groups={groups}
          chosenTrade={chosenTrade}
          engine={engine}
          onPlace={onPlace}
          places={places}
          tick={tick}
          move={move}
          onMove={setMove}
          onDrop={setAsked}
        />
        {isWaiting && <Skeleton className="absolute inset-x-3 top-8 bottom-8" />}
        {!isWaiting && bars.length === 0 && (
          <p className="absolute inset-0 grid place-items-center text-muted">
            {!price || isRefused(candles.error)
              ? 'This market begins to be followed: its candles come with its prices.'
              : candles.error
                ? 'The candles could not be read. Your trades are not affected.'
                : 'No candles of this market yet.'}
          </p>
        )}
      </div>
      {table && (
        <CandleTable
          title={`Candles of ${symbol}, ${interval}`}
          bars={bars}
          places={places}
          onClose={() => setTable(false)}
        />
      )}
      {asked && (
        <LevelDialog
          {...asked}
          places={places}
          onDone={() => {
            setAsked(undefined);
            setMove(undefined);
          }}
          onRefused={() => setMove(undefined)}
        />
      )}
    </section>
  );
};

export default Chart;
