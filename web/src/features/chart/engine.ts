import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  createTextWatermark,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  LineStyle,
  type SeriesMarker,
  type Time,
} from 'lightweight-charts';
import { formatPrice } from '../../format/number.ts';
import { type Bar, isBar, type Slot, type Span } from './bars.ts';
import { candleColours, candleOf, FRAME, frameColours, seconds, volumeOf } from './chart-options.ts';
import type { Drawn } from './drawn.ts';
import { HatchPrimitive } from './hatch.ts';
import { IndicatorLines } from './indicator-lines.ts';
import type { Line } from './lines.ts';
import { colourOf, type Mark } from './marks.ts';
import { faded, type Palette, readPalette } from './palette.ts';

/** Candles that come with the newest answer: the rest of a row is written anew only where it is another row. */
const TAIL = 12;
const FIRST_BARS = 120;

export interface EngineEvents {
  /** The candle under the crosshair; undefined where there is none. */
  readonly onHover: (time: number | undefined) => void;
  /** Of a mark that was clicked. */
  readonly onMark: (id: string) => void;
  /** The left end of what is loaded comes in sight. */
  readonly onLeft: () => void;
  /** Painted anew: heights of prices may have changed. */
  readonly onPaint: () => void;
}

/** The chart itself: what is shown is told to it, and it never decides. Times in ms. */
export class ChartEngine {
  readonly #chart: IChartApi;
  readonly #candles;
  readonly #volume;
  readonly #marks;
  readonly #hatch: HatchPrimitive;
  readonly #indicators: IndicatorLines;
  readonly #watermark;
  #lines: readonly IPriceLine[] = [];
  #moving: IPriceLine | undefined;
  #shownLines: readonly Line[] = [];
  #slots: readonly Slot[] = [];
  #palette: Palette = readPalette();
  #fitted = false;
  #watermarkText = '';

  constructor(container: HTMLElement, events: EngineEvents) {
    this.#chart = createChart(container, FRAME);
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      borderVisible: false,
      priceLineStyle: LineStyle.Dotted,
    });
    this.#marks = createSeriesMarkers(this.#candles, []);
    this.#hatch = new HatchPrimitive(events.onPaint, (low, high) => this.#withNearLevels(low, high));
    this.#hatch.rangeFrom(() => this.#seenRange());
    this.#candles.attachPrimitive(this.#hatch);
    this.#indicators = new IndicatorLines(this.#chart);
    const pane = this.#chart.panes()[0];
    this.#watermark = pane && createTextWatermark(pane, { lines: [] });
    this.#chart.subscribeCrosshairMove(({ time }) =>
      events.onHover(typeof time === 'number' ? time * 1000 : undefined),
    );
    this.#chart.subscribeClick(({ hoveredInfo }) => {
      if (typeof hoveredInfo?.objectId === 'string') events.onMark(hoveredInfo.objectId);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && this.#slots.length > 0 && range.from < 10) events.onLeft();
    });
    this.paint();
  }

  /** Takes the page's colours again. */
  paint(): void {
    const palette = readPalette();
    this.#palette = palette;
    this.#chart.applyOptions(frameColours(palette));
    this.#candles.applyOptions(candleColours(palette));
    this.#indicators.paint(palette);
    this.setWatermark(this.#watermarkText);
    this.setLines(this.#shownLines);
    const slots = this.#slots;
    this.#slots = [];
    this.setSlots(slots);
  }

  /** Decimals and step of the price axis. */
  setPlaces(places: number): void {
    this.#candles.applyOptions({
      priceFormat: {
        type: 'custom',
        minMove: 10 ** -places,
        formatter: (value: number) => formatPrice(value.toFixed(places), places),
      },
    });
  }

  /** Another market or another timeframe: its newest candles come in sight again. */
  startAnew(): void {
    this.#slots = [];
    this.#fitted = false;
    this.#chart.priceScale('right').applyOptions({ autoScale: true });
  }

  setSlots(slots: readonly Slot[]): void {
    const before = this.#slots;
    this.#slots = slots;
    const grown = slots.length - before.length;
    const sameRow = before.length > 0 && slots[0]?.time === before[0]?.time && grown >= 0 && grown < TAIL;
    const at = (index: number): number | undefined => slots[index]?.time;
    if (sameRow && at(before.length - 1) === before.at(-1)?.time) {
      for (let index = Math.max(0, before.length - TAIL); index < slots.length; index += 1) {
        const slot = slots[index];
        if (slot) this.#write(slot, index < before.length - 1);
      }
    } else {
      this.#candles.setData(slots.map(candleOf));
      this.#volume.setData(slots.filter(isBar).map((bar) => volumeOf(bar, this.#palette)));
    }
    // History that was fetched: what there was before filled no chart, and where it stood means nothing.
    if (before.length < FIRST_BARS && grown >= TAIL) this.#fitted = false;
    if (!this.#fitted && slots.length > 0) {
      this.#fitted = true;
      this.#chart
        .timeScale()
        .setVisibleLogicalRange({ from: Math.max(-20, slots.length - FIRST_BARS), to: slots.length + 6 });
    }
  }

  setHatched(gaps: readonly Span[], blind: readonly Span[]): void {
    const { muted, warning } = this.#palette;
    this.#hatch.show(
      [
        ...gaps.map((span) => ({ ...span, colour: faded(muted, 0.28) })),
        ...blind.map((span) => ({ ...span, colour: faded(warning, 0.45) })),
      ],
      this.#slots.map(({ time }) => time),
    );
  }

  setLines(lines: readonly Line[]): void {
    this.#shownLines = lines;
    for (const line of this.#lines) this.#candles.removePriceLine(line);
    const drawn = lines.filter(({ hidden }) => !hidden);
    // The axis says a number once.
    const isFirst = (line: Line): boolean =>
      drawn.find(({ price, tone }) => price === line.price && tone === line.tone) === line;
    this.#lines = drawn.map((line) => this.#draw(line, isFirst(line)));
  }

  /** A level on its way, beside all others; undefined where there is none. The axis makes no room for it while it moves. */
  setMoving(line: Line | undefined): void {
    if (this.#moving) this.#candles.removePriceLine(this.#moving);
    this.#moving = line && this.#draw(line, true);
  }

  /** Fills of one side in one candle are one mark, larger where there are several; it opens the newest. */
  setMarks(marks: readonly Mark[]): void {
    const together = Map.groupBy(marks, ({ time, buy }) => `${time} ${buy}`);
    const shown = [...together.values()].flatMap((same): SeriesMarker<Time>[] => {
      const mark = same.at(-1);
      if (!mark) return [];
      return [
        {
          id: mark.id,
          time: seconds(mark.time),
          position: mark.buy ? 'belowBar' : 'aboveBar',
          shape: mark.buy ? 'arrowUp' : 'arrowDown',
          color: mark.buy ? this.#palette.up : this.#palette.down,
          // A number beside it would run into that of the next candle.
          size: same.length > 1 ? 1.2 : 0.8,
        },
      ];
    });
    this.#marks.setMarkers(shown);
  }

  setIndicators(drawn: readonly Drawn[]): void {
    this.#indicators.set(drawn, this.#palette);
  }

  setWatermark(text: string): void {
    this.#watermarkText = text;
    this.#watermark?.applyOptions({
      horzAlign: 'center',
      vertAlign: 'center',
      lines: text === '' ? [] : [{ text, color: faded(this.#palette.muted, 0.16), fontSize: 34 }],
    });
  }

  /** Height of a price in px from the top of the chart; undefined where it is not in sight. */
  heightOf(price: number): number | undefined {
    const height = this.#candles.priceToCoordinate(price);
    const room = this.#chart.panes()[0]?.getHeight() ?? 0;
    return height === null || height < 0 || height > room ? undefined : height;
  }

  priceAt(height: number): number | undefined {
    return this.#candles.coordinateToPrice(height) ?? undefined;
  }

  /** Width in px that is left of the price axis. */
  get width(): number {
    return this.#chart.timeScale().width();
  }

  /** Puts the crosshair on a candle, as the keyboard does. */
  point(bar: Bar): void {
    this.#chart.setCrosshairPosition(bar.close, seconds(bar.time), this.#candles);
    const index = this.#slots.findIndex(({ time }) => time === bar.time);
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (!range || (index >= range.from && index <= range.to)) return;
    const half = (range.to - range.from) / 2;
    this.#chart.timeScale().setVisibleLogicalRange({ from: index - half, to: index + half });
  }

  /** Below 1 shows fewer candles, above it more. */
  zoom(factor: number): void {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (range)
      this.#chart
        .timeScale()
        .setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
  }

  destroy(): void {
    this.#chart.remove();
  }

  #draw({ price, tone, solid }: Line, axisLabelVisible: boolean): IPriceLine {
    const color = colourOf(tone, this.#palette);
    return this.#candles.createPriceLine({
      price,
      color,
      lineWidth: 1,
      lineStyle: solid ? LineStyle.Solid : LineStyle.Dashed,
      axisLabelVisible,
      axisLabelColor: color,
      axisLabelTextColor: this.#palette.ground,
      title: '',
    });
  }

  #write(slot: Slot, earlier: boolean): void {
    this.#candles.update(candleOf(slot), earlier);
    if (isBar(slot)) this.#volume.update(volumeOf(slot, this.#palette), earlier);
  }

  #seenRange(): { low: number; high: number } | undefined {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (!range) return undefined;
    const seen = this.#slots
      .slice(Math.max(0, Math.floor(range.from)), Math.ceil(range.to) + 1)
      .filter(isBar);
    if (seen.length === 0) return undefined;
    return { low: Math.min(...seen.map(({ low }) => low)), high: Math.max(...seen.map(({ high }) => high)) };
  }

  /** A level that is no further away than the candles in sight are high comes in sight with them. */
  #withNearLevels(low: number, high: number): { low: number; high: number } {
    const reach = high - low;
    const near = this.#shownLines
      .map(({ price }) => price)
      .filter((at) => at >= low - reach && at <= high + reach);
    return { low: Math.min(low, ...near), high: Math.max(high, ...near) };
  }
}
