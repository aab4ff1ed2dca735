import {
  type CandlestickData,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  type HistogramData,
  type TimeChartOptions,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import { type Bar, isBar, type Slot } from './bars.ts';
import { faded, type Palette } from './palette.ts';
import { axisLabel, crosshairTime } from './time-axis.ts';

/** What does not change: room for the levels above, for the volume below, the reader's own clock. */
export const FRAME: DeepPartial<TimeChartOptions> = {
  autoSize: true,
  // It would add a style sheet of its own, which the page's policy forbids; the toolbar names the library.
  layout: { attributionLogo: false, fontFamily: "'Inter Variable', system-ui, sans-serif", fontSize: 11 },
  crosshair: { mode: CrosshairMode.Normal },
  rightPriceScale: { scaleMargins: { top: 0.12, bottom: 0.22 } },
  timeScale: {
    timeVisible: true,
    secondsVisible: false,
    rightOffset: 6,
    minBarSpacing: 1.5,
    tickMarkFormatter: axisLabel,
  },
  localization: { timeFormatter: crosshairTime },
};

export const frameColours = (palette: Palette): DeepPartial<TimeChartOptions> => ({
  layout: {
    background: { type: ColorType.Solid, color: palette.ground },
    textColor: palette.muted,
    panes: { separatorColor: palette.line, separatorHoverColor: faded(palette.muted, 0.2) },
  },
  grid: { vertLines: { color: faded(palette.line, 0.5) }, horzLines: { color: faded(palette.line, 0.5) } },
  crosshair: {
    vertLine: { color: palette.muted, labelBackgroundColor: palette.line },
    horzLine: { color: palette.muted, labelBackgroundColor: palette.line },
  },
  rightPriceScale: { borderColor: palette.line },
  timeScale: { borderColor: palette.line },
});

export const candleColours = ({ up, down }: Palette) => ({
  upColor: up,
  downColor: down,
  wickUpColor: up,
  wickDownColor: down,
});

export const seconds = (ms: number): UTCTimestamp => (ms / 1000) as UTCTimestamp;

export const candleOf = (slot: Slot): CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp> => {
  const time = seconds(slot.time);
  if (!isBar(slot)) return { time };
  return { time, open: slot.open, high: slot.high, low: slot.low, close: slot.close };
};

export const volumeOf = (bar: Bar, palette: Palette): HistogramData<UTCTimestamp> => ({
  time: seconds(bar.time),
  value: bar.volume,
  color: faded(bar.close >= bar.open ? palette.up : palette.down, 0.32),
});
