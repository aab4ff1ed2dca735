import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesType,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';
import { firstAtOrAfter, type Span } from './bars.ts';

/** What is hatched: where no price could be had. */
export interface Hatched extends Span {
  readonly colour: string;
}

const GAP_PX = 7;

/** Diagonals in a strip of the pane, from its top to its bottom. */
const strip = (
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  height: number,
  colour: string,
): void => {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  // Counted from the pane's own origin, so that the lines of two strips meet.
  for (let at = Math.floor((left - height) / GAP_PX) * GAP_PX; at < right; at += GAP_PX) {
    context.moveTo(at, height);
    context.lineTo(at + height, 0);
  }
  context.stroke();
  context.restore();
};

/** Hatches spans of the time axis behind the candles, and says when the chart is painted anew. */
export class HatchPrimitive implements ISeriesPrimitive<Time> {
  #chart: IChartApi | undefined;
  #spans: readonly Hatched[] = [];
  #times: readonly number[] = [];
  #update: (() => void) | undefined;
  readonly #onPaint: () => void;
  /** Room that the price axis makes for what is near: see `show`. */
  readonly #near: (low: number, high: number) => { low: number; high: number };
  #range: (() => { low: number; high: number } | undefined) | undefined;

  constructor(onPaint: () => void, near: (low: number, high: number) => { low: number; high: number }) {
    this.#onPaint = onPaint;
    this.#near = near;
  }

  attached({
    chart,
    requestUpdate,
  }: {
    chart: IChartApi;
    series: ISeriesApi<SeriesType>;
    requestUpdate: () => void;
  }): void {
    this.#chart = chart;
    this.#update = requestUpdate;
  }

  detached(): void {
    this.#chart = undefined;
    this.#update = undefined;
  }

  /** `times`: of all places of the axis, ms, ascending. */
  show(spans: readonly Hatched[], times: readonly number[]): void {
    this.#spans = spans;
    this.#times = times;
    this.#update?.();
  }

  /** What the candles in sight reach, so that levels close to them are in sight too. */
  rangeFrom(range: () => { low: number; high: number } | undefined): void {
    this.#range = range;
  }

  autoscaleInfo(): { priceRange: { minValue: number; maxValue: number } } | null {
    const seen = this.#range?.();
    if (!seen) return null;
    const { low, high } = this.#near(seen.low, seen.high);
    return { priceRange: { minValue: low, maxValue: high } };
  }

  updateAllViews(): void {
    this.#onPaint();
  }

  paneViews() {
    return [
      { zOrder: () => 'bottom' as const, renderer: (): IPrimitivePaneRenderer => ({ draw: this.#draw }) },
    ];
  }

  readonly #draw: IPrimitivePaneRenderer['draw'] = (target) => {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const span of this.#spans) {
        const edges = this.#edgesOf(span);
        if (edges && edges.right > 0 && edges.left < mediaSize.width)
          strip(
            context,
            Math.max(0, edges.left),
            Math.min(mediaSize.width, edges.right),
            mediaSize.height,
            span.colour,
          );
      }
    });
  };

  /** In px of the pane; undefined where nothing of it is on the axis. */
  #edgesOf({ from, to }: Span): { left: number; right: number } | undefined {
    const first = firstAtOrAfter(this.#times, from);
    const last = firstAtOrAfter(this.#times, to + 1) - 1;
    const [start, end] = last < first ? [last, first] : [first, last];
    const scale = this.#chart?.timeScale();
    const at = (index: number): number | null | undefined => {
      const time = this.#times[index];
      return time === undefined ? undefined : scale?.timeToCoordinate((time / 1000) as UTCTimestamp);
    };
    const [left, right] = [at(start), at(end)];
    if (left === undefined || left === null || right === undefined || right === null) return undefined;
    const half = (scale?.options().barSpacing ?? 0) / 2;
    return { left: left - half, right: right + half };
  }
}
