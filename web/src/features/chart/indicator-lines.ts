import {
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Drawn } from './drawn.ts';
import { faded, type Palette } from './palette.ts';

const PANE_HEIGHT = 96;

/** The lines of the indicators, and the panes of those that are no prices. */
export class IndicatorLines {
  readonly #chart: IChartApi;
  #shown = new Map<string, ISeriesApi<'Line' | 'Histogram'>>();
  #drawn: readonly Drawn[] = [];
  #layout = '';

  constructor(chart: IChartApi) {
    this.#chart = chart;
  }

  set(drawn: readonly Drawn[], palette: Palette): void {
    this.#drawn = drawn;
    const layout = drawn.map(({ key, pane, style }) => `${key} ${pane} ${style}`).join();
    // Another choice of indicators is another set of panes; the same choice only gets its values.
    if (layout !== this.#layout) this.#rebuild(palette);
    this.#layout = layout;
    for (const { key, points, style } of drawn) {
      const data = points.map(({ time, value }) => {
        const at = (time / 1000) as UTCTimestamp;
        if (value === undefined) return { time: at };
        return style === 'columns'
          ? { time: at, value, color: faded(value < 0 ? palette.down : palette.up, 0.5) }
          : { time: at, value };
      });
      this.#shown.get(key)?.setData(data);
    }
  }

  paint(palette: Palette): void {
    this.#layout = '';
    this.set(this.#drawn, palette);
  }

  #rebuild(palette: Palette): void {
    for (const series of this.#shown.values()) this.#chart.removeSeries(series);
    while (this.#chart.panes().length > 1) this.#chart.removePane(1);
    this.#shown = new Map();
    const panes: string[] = [];
    for (const { key, pane, style, colour } of this.#drawn) {
      if (pane !== undefined && !panes.includes(pane)) panes.push(pane);
      const index = pane === undefined ? 0 : panes.indexOf(pane) + 1;
      const common = { lastValueVisible: false, priceLineVisible: false, color: palette[colour] } as const;
      this.#shown.set(
        key,
        style === 'columns'
          ? this.#chart.addSeries(HistogramSeries, common, index)
          : this.#chart.addSeries(
              LineSeries,
              {
                ...common,
                lineWidth: 1,
                lineStyle: style === 'dashed' ? LineStyle.Dashed : LineStyle.Solid,
                crosshairMarkerVisible: false,
              },
              index,
            ),
      );
    }
    for (const pane of this.#chart.panes().slice(1)) pane.setHeight(PANE_HEIGHT);
  }
}
